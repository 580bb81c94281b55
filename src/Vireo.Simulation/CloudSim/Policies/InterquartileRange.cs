namespace Vireo.Simulation;

/// <summary>IQR: the more a host's load varies by its interquartile range, the earlier it is overloaded.</summary>
/// <param name="safety">How many ranges to stay below full load.</param>
internal sealed class InterquartileRange(double safety) : IOverloadTest
{
    public double FallbackThreshold => StaticThreshold.WithoutPast;

    public bool IsOverloaded(double utilisation, ReadOnlySpan<double> past)
    {
        if (past.Length < MedianDeviation.Least)
        {
            return utilisation > FallbackThreshold;
        }

        Span<double> sorted = stackalloc double[past.Length];
        past.CopyTo(sorted);
        sorted.Sort();
        double range = sorted[Quarter(3, past.Length)] - sorted[Quarter(1, past.Length)];

        return utilisation > 1 - (safety * range);
    }

    private static int Quarter(int quarters, int length) => (int)Math.Floor((0.25 * quarters * (length + 1)) + 0.5) - 1;
}
