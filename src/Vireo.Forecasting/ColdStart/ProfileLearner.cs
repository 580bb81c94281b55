namespace Vireo.Forecasting.ColdStart;

/// <summary>Learns a profile from siblings, each weighted by its likeness to the newcomer.</summary>
/// <remarks>Only those are asked that are at least a fifth as alike as the likest. Their shape, their use and its noise
/// are learned one after another (<see cref="ShapeLearner"/>, <see cref="NoiseLearner"/>). Cost: three
/// passes.</remarks>
public static class ProfileLearner
{
    internal const double LeastLikeness = 0.2;

    // One imagined machine of this variance beside the real ones: a few that agree do not make the next one certain.
    private const double PriorVariance = 0.25;

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

        WeightedSibling[] known =
        [
            .. siblings
                .Select(sibling => WeightedSibling.Of(sibling, newcomer.Likeness(sibling.Traits)))
                .Where(one => one.Count > 0),
        ];
        if (known.Length == 0)
        {
            throw new ArgumentException(
                "No sibling has a value: forecast the newcomer from its own, or wait for siblings.", nameof(siblings));
        }

        double best = known.Max(one => one.Weight);
        WeightedSibling[] alike = [.. known.Where(one => one.Weight >= LeastLikeness * best)];
        double[] shape = ShapeLearner.Learn(alike, slots);
        var noise = new NoiseLearner(shape, slots);
        double[] uses = [.. alike.Select(noise.Add)];
        (double use, double deviation) = Spread(alike, uses);

        return new DemandProfile(
            slots, use, deviation, noise.Deviation, noise.Persistence, noise.LastingRatio, [.. shape]);
    }

    private static (double Use, double Deviation) Spread(WeightedSibling[] siblings, double[] uses)
    {
        double weights = siblings.Sum(one => one.Weight);
        double squares = siblings.Sum(one => one.Weight * one.Weight);
        double mean = siblings.Zip(uses, (one, use) => one.Weight * use).Sum() / weights;
        double variance = siblings.Zip(uses, (one, use) => one.Weight * (use - mean) * (use - mean)).Sum() / weights;
        double count = weights * weights / squares;

        return (mean, Math.Sqrt(((count * variance) + PriorVariance) / count));
    }
}
