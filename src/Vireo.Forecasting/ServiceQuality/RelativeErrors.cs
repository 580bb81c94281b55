namespace Vireo.Forecasting.ServiceQuality;

/// <summary>Out-of-sample errors as shares of what was expected, sorted: the spread of an answer.</summary>
/// <remarks>Split-conformal order statistics of either tail apart, for latency is skewed. Few errors give their
/// extremes.</remarks>
internal sealed class RelativeErrors
{
    private readonly double[] _sorted;

    public RelativeErrors(IEnumerable<double> errors) => _sorted = [.. errors.Order()];

    /// <summary>The error that the lower tail falls below with half the probability that is left out.</summary>
    public double Lower(double coverage) => At(Tail(coverage) - 1);

    /// <summary>The error that the upper tail exceeds with half the probability that is left out.</summary>
    public double Upper(double coverage) => At(_sorted.Length - Tail(coverage));

    // ⌊(n + 1) α / 2⌋, the rank from either end.
    private int Tail(double coverage) => (int)((_sorted.Length + 1) * (1 - coverage) / 2);

    private double At(int index) => _sorted.Length == 0 ? 0 : _sorted[Math.Clamp(index, 0, _sorted.Length - 1)];
}
