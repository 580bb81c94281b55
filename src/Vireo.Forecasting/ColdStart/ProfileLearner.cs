namespace Vireo.Forecasting.ColdStart;

/// <summary>Learns a profile from siblings, each weighted by its likeness to the newcomer.</summary>
/// <remarks>Every sibling is divided by its own mean first, so a busy one does not drown the others. The slot of the week is
/// shrunk toward the slot of the day and that toward one, by how many values each has seen. Cost: two passes.</remarks>
public static class ProfileLearner
{
    // Weights of the coarser mean, in values of a fully alike sibling.
    private const double DayShrinkage = 3;
    private const double WeekShrinkage = 6;
    private const double SmallestShare = 1e-4;

    // Of the likest sibling's: whoever is less alike is not asked.
    private const double LeastLikeness = 0.2;

    /// <summary>Learns the profile.</summary>
    /// <param name="newcomer">What is known of it.</param>
    /// <param name="siblings">Others, at least one with a finite value.</param>
    /// <param name="slots">How the week is cut.</param>
    /// <exception cref="ArgumentException">No sibling has a value, or a capacity is not positive.</exception>
    public static DemandProfile Learn(Traits newcomer, IReadOnlyList<Sibling> siblings, WeekSlots slots)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slots.PerDay);
        if (siblings.Any(sibling => !(sibling.Capacity > 0 && double.IsFinite(sibling.Capacity))))
        {
            throw new ArgumentException("Every sibling needs a positive capacity.", nameof(siblings));
        }

        Scaled[] scaled =
        [
            .. siblings.Select(sibling => Scaled.Of(sibling, newcomer.Likeness(sibling.Traits))).Where(one => one.Count > 0),
        ];
        if (scaled.Length == 0)
        {
            throw new ArgumentException(
                "No sibling has a value: forecast the newcomer from its own, or wait for siblings.", nameof(siblings));
        }

        double best = scaled.Max(one => one.Weight);
        scaled = [.. scaled.Where(one => one.Weight >= LeastLikeness * best)];
        double[] shape = ShapeOf(scaled, slots);
        (double level, double deviation) = LevelOf(scaled);
        (double noise, double persistence) = NoiseOf(scaled, shape, slots);

        return new DemandProfile(slots, level, deviation, noise, persistence, [.. shape]);
    }

    private static double[] ShapeOf(Scaled[] scaled, WeekSlots slots)
    {
        double[] daySums = new double[slots.PerDay];
        double[] dayWeights = new double[slots.PerDay];
        double[] weekSums = new double[slots.PerWeek];
        double[] weekWeights = new double[slots.PerWeek];
        foreach (Scaled one in scaled)
        {
            ReadOnlySpan<double> demand = one.Sibling.Demand.Span;
            for (int i = 0; i < demand.Length; i++)
            {
                if (double.IsFinite(demand[i]))
                {
                    int slot = slots.After(one.Sibling.FirstSlot, i);
                    double value = one.Weight * demand[i] / one.Mean;
                    daySums[slots.OfDay(slot)] += value;
                    dayWeights[slots.OfDay(slot)] += one.Weight;
                    weekSums[slot] += value;
                    weekWeights[slot] += one.Weight;
                }
            }
        }

        double[] shape = new double[slots.PerWeek];
        for (int slot = 0; slot < shape.Length; slot++)
        {
            int hour = slots.OfDay(slot);
            double day = (daySums[hour] + DayShrinkage) / (dayWeights[hour] + DayShrinkage);
            shape[slot] = (weekSums[slot] + (WeekShrinkage * day)) / (weekWeights[slot] + WeekShrinkage);
        }

        return Normalised(shape);
    }

    private static double[] Normalised(double[] shape)
    {
        double mean = shape.Average();
        for (int slot = 0; slot < shape.Length; slot++)
        {
            shape[slot] = mean > 0 ? Math.Max(SmallestShare, shape[slot] / mean) : 1;
        }

        return shape;
    }

    private static (double Level, double Deviation) LevelOf(Scaled[] scaled)
    {
        double weights = scaled.Sum(one => one.Weight);
        double mean = scaled.Sum(one => one.Weight * one.LogShare) / weights;
        double variance = scaled.Sum(one => one.Weight * Math.Pow(one.LogShare - mean, 2)) / weights;

        // A few alike siblings that happen to agree do not make the next one certain.
        double effective = weights * weights / scaled.Sum(one => one.Weight * one.Weight);
        double level = scaled.Sum(one => one.Weight * Math.Exp(one.LogShare)) / weights;

        return (level, Math.Sqrt(((effective * variance) + 0.25) / (effective + 1)));
    }

    private static (double Deviation, double Persistence) NoiseOf(Scaled[] scaled, double[] shape, WeekSlots slots)
    {
        double squares = 0;
        double products = 0;
        double weights = 0;
        foreach (Scaled one in scaled)
        {
            ReadOnlySpan<double> demand = one.Sibling.Demand.Span;
            double before = double.NaN;
            for (int i = 0; i < demand.Length; i++)
            {
                double noise = (demand[i] / (one.Mean * shape[slots.After(one.Sibling.FirstSlot, i)])) - 1;
                if (double.IsFinite(noise))
                {
                    squares += one.Weight * noise * noise;
                    weights += one.Weight;
                    products += double.IsFinite(before) ? one.Weight * noise * before : 0;
                }

                before = noise;
            }
        }

        return (Math.Sqrt(squares / weights), squares > 0 ? Math.Clamp(products / squares, 0, 0.99) : 0);
    }

    private readonly record struct Scaled(Sibling Sibling, double Weight, double Mean, double LogShare, int Count)
    {
        public static Scaled Of(Sibling sibling, double weight)
        {
            double sum = 0;
            int count = 0;
            foreach (double value in sibling.Demand.Span)
            {
                if (double.IsFinite(value))
                {
                    sum += Math.Max(0, value);
                    count++;
                }
            }

            double mean = count == 0 ? 0 : Math.Max(sum / count, SmallestShare * sibling.Capacity);

            return new(sibling, weight, mean, count == 0 ? 0 : Math.Log(mean / sibling.Capacity), count);
        }
    }
}
