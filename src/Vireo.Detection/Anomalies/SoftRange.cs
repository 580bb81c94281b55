namespace Vireo.Detection.Anomalies;

/// <summary>The range a signal has kept to, which slowly narrows again after a record.</summary>
/// <remarks>A new record is a rare event for any distribution: the n-th of n exchangeable values is the largest with
/// probability 1/n. What is left is how far beyond the old range it lies, in widths of that range, which needs no scale and
/// no threshold for each metric. The bounds relax towards the mean with <see cref="HalfLife"/>, so that a fault seen once does
/// not hide the next.</remarks>
internal struct SoftRange
{
    /// <summary>Values after which half of a bound's distance from the mean is forgotten.</summary>
    public const int HalfLife = 10_000;

    private const double MostExcess = 5;
    private const int MeanMemory = 1_000;
    private const double Relaxation = 0.6931471805599453 / HalfLife;

    private float _low;
    private float _high;
    private float _mean;

    /// <summary>Starts from a first value.</summary>
    public SoftRange(double first) => _low = _high = _mean = (float)first;

    /// <summary>Compares a value with the range, then lets the range learn it.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="seen">Values seen before this one.</param>
    /// <param name="floor">The least width that means anything, positive.</param>
    /// <returns>How far beyond the range, in its widths; and how far from its middle, 1 at a bound and at most 1.</returns>
    public (double Excess, double Inside) Next(double value, int seen, double floor)
    {
        double width = Math.Max((double)_high - _low, floor);
        double beyond = Math.Max(value - _high, _low - value);
        double excess = Math.Clamp(beyond / width, 0, MostExcess);
        double side = value > _mean ? (double)_high - _mean : (double)_mean - _low;
        double inside = Math.Min(1, Math.Abs(value - _mean) / Math.Max(side, floor));
        _high = (float)Math.Max(_high, value);
        _low = (float)Math.Min(_low, value);
        _mean += (float)((value - _mean) / Math.Min(seen + 1, MeanMemory));
        _high -= (float)(Relaxation * (_high - _mean));
        _low += (float)(Relaxation * (_mean - _low));

        return (excess, inside);
    }
}
