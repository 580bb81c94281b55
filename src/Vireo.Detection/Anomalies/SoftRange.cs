namespace Vireo.Detection.Anomalies;

/// <summary>The range a signal has kept to, which slowly narrows again after a record.</summary>
/// <remarks>A new record is a rare event for any distribution: the n-th of n exchangeable values is the largest with
/// probability 1/n. What is left is how far beyond the old range it lies, in widths of that range, which needs no scale
/// and no threshold for each metric. The bounds relax towards the mean with <see cref="HalfLife"/>, so that a fault
/// seen once does not hide the next.</remarks>
internal struct SoftRange
{
    /// <summary>Values after which half of a bound's distance from the mean is forgotten.</summary>
    public const int HalfLife = 8_000;

    private const double MostExcess = 5;
    private const int MeanMemory = 1_000;
    private const double Relaxation = 0.6931471805599453 / HalfLife;

    private float _low;
    private float _high;
    private float _mean;
    private int _seen;

    /// <summary>Compares a value with the range, then lets the range learn it.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="teaching">Values at the begin that are only learned.</param>
    /// <param name="floor">The least width that means anything, positive.</param>
    /// <param name="isOneSided">Whether only what lies above counts.</param>
    /// <returns>How far beyond the range, in its widths; 0 inside.</returns>
    public double Next(double value, int teaching, double floor, bool isOneSided)
    {
        if (_seen == 0)
        {
            _low = _high = _mean = (float)value;
        }

        double width = Math.Max((double)_high - _low, floor);
        double beyond = isOneSided ? value - _high : Math.Max(value - _high, _low - value);
        double excess = Math.Clamp(beyond / width, 0, MostExcess);
        _high = (float)Math.Max(_high, value);
        _low = (float)Math.Min(_low, value);
        _mean += (float)((value - _mean) / Math.Min(_seen + 1, MeanMemory));
        _high -= (float)(Relaxation * (_high - _mean));
        _low += (float)(Relaxation * (_mean - _low));

        return _seen++ < teaching ? 0 : excess;
    }
}
