namespace Vireo.Forecasting.ColdStart;

/// <summary>The shape of a week that siblings have in common.</summary>
/// <remarks>Every sibling is divided by its own mean first, so a busy one does not drown the others. The slot of the
/// week is shrunk toward the slot of the day by how many values it has seen, and the whole shape toward flat by how far
/// the siblings agree: by the share of its variance over the day that is more than their disagreement
/// explains.</remarks>
internal static class ShapeLearner
{
    private const double WeekShrinkage = 6;
    private const double SmallestFactor = 0.01;

    public static double[] Learn(WeightedSibling[] siblings, WeekSlots slots)
    {
        double[] day = new double[slots.PerDay];
        double agreement = LearnDay(siblings, slots, day);
        double[] sums = new double[slots.PerWeek];
        double[] weights = new double[slots.PerWeek];
        foreach (WeightedSibling one in siblings)
        {
            ReadOnlySpan<double> demand = one.Sibling.Demand.Span;
            for (int i = 0; i < demand.Length; i++)
            {
                if (double.IsFinite(demand[i]))
                {
                    int slot = slots.After(one.Sibling.FirstSlot, i);
                    sums[slot] += one.Weight * Math.Max(0, demand[i]) / one.Mean;
                    weights[slot] += one.Weight;
                }
            }
        }

        for (int slot = 0; slot < sums.Length; slot++)
        {
            double usual = day[slots.OfDay(slot)];
            double shaped = (sums[slot] + (WeekShrinkage * usual)) / (weights[slot] + WeekShrinkage);
            sums[slot] = Math.Max(SmallestFactor, 1 + (agreement * (shaped - 1)));
        }

        double mean = sums.Average();
        for (int slot = 0; slot < sums.Length; slot++)
        {
            sums[slot] /= mean;
        }

        return sums;
    }

    // Fills the mean of each slot of the day over siblings and returns how far they agree, 0 to 1.
    private static double LearnDay(WeightedSibling[] siblings, WeekSlots slots, double[] day)
    {
        double[] weights = new double[day.Length];
        double[] squaredWeights = new double[day.Length];
        double[] squares = new double[day.Length];
        foreach (WeightedSibling one in siblings)
        {
            double[] own = OwnDay(one, slots);
            for (int slot = 0; slot < day.Length; slot++)
            {
                if (double.IsFinite(own[slot]))
                {
                    weights[slot] += one.Weight;
                    squaredWeights[slot] += one.Weight * one.Weight;
                    day[slot] += one.Weight * own[slot];
                    squares[slot] += one.Weight * own[slot] * own[slot];
                }
            }
        }

        double signal = 0;
        double error = 0;
        for (int slot = 0; slot < day.Length; slot++)
        {
            day[slot] = weights[slot] > 0 ? day[slot] / weights[slot] : 1;
            if (weights[slot] > 0)
            {
                double spread = Math.Max(0, (squares[slot] / weights[slot]) - (day[slot] * day[slot]));
                double count = weights[slot] * weights[slot] / squaredWeights[slot];
                signal += (day[slot] - 1) * (day[slot] - 1);
                error += count > 1 ? spread / (count - 1) : (day[slot] - 1) * (day[slot] - 1) / 2;
            }
        }

        return signal > error ? 1 - (error / signal) : 0;
    }

    private static double[] OwnDay(WeightedSibling one, WeekSlots slots)
    {
        double[] sums = new double[slots.PerDay];
        int[] counts = new int[slots.PerDay];
        ReadOnlySpan<double> demand = one.Sibling.Demand.Span;
        for (int i = 0; i < demand.Length; i++)
        {
            if (double.IsFinite(demand[i]))
            {
                int slot = slots.OfDay(slots.After(one.Sibling.FirstSlot, i));
                sums[slot] += Math.Max(0, demand[i]) / one.Mean;
                counts[slot]++;
            }
        }

        for (int slot = 0; slot < sums.Length; slot++)
        {
            sums[slot] /= counts[slot];
        }

        return sums;
    }
}
