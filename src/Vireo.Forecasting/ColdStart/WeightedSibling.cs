namespace Vireo.Forecasting.ColdStart;

/// <summary>A sibling, how much it is asked, and its mean demand.</summary>
/// <param name="Sibling">The machine.</param>
/// <param name="Weight">Likeness to the newcomer.</param>
/// <param name="Mean">Mean demand, never quite zero.</param>
/// <param name="Count">Known values.</param>
internal readonly record struct WeightedSibling(Sibling Sibling, double Weight, double Mean, int Count)
{
    private const double SmallestShare = 1e-4;

    public static WeightedSibling Of(Sibling sibling, double weight)
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

        return new(sibling, weight, count == 0 ? 0 : Math.Max(sum / count, SmallestShare * sibling.Capacity), count);
    }
}
