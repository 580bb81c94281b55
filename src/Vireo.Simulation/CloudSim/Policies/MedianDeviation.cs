namespace Vireo.Simulation;

/// <summary>MAD: the more a host's load varies by its median absolute deviation, the earlier it is
/// overloaded.</summary>
/// <param name="safety">How many deviations to stay below full load.</param>
internal sealed class MedianDeviation(double safety) : IOverloadTest
{
    /// <summary>Values of the past that MAD and IQR need.</summary>
    public const int Least = 12;

    public double FallbackThreshold => StaticThreshold.WithoutPast;

    public bool IsOverloaded(double utilisation, ReadOnlySpan<double> past)
    {
        if (past.Length < Least)
        {
            return utilisation > FallbackThreshold;
        }

        Span<double> sorted = stackalloc double[past.Length];
        past.CopyTo(sorted);
        sorted.Sort();
        double median = Median(sorted);
        for (int i = 0; i < past.Length; i++)
        {
            sorted[i] = Math.Abs(median - past[i]);
        }

        sorted.Sort();

        return utilisation > 1 - (safety * Median(sorted));
    }

    // The middle as the reference's statistics library has it: position (n + 1) / 2, linear between neighbours.
    private static double Median(ReadOnlySpan<double> sorted)
    {
        double position = 50.0 * (sorted.Length + 1) / 100;
        int below = (int)Math.Floor(position);

        return sorted[below - 1] + ((position - below) * (sorted[below] - sorted[below - 1]));
    }
}
