namespace Vireo.Detection.Anomalies;

/// <summary>Running mean, variance and range whose past fades slowly.</summary>
internal struct RunningMoments
{
    private const double LeastPartOfRange = 0.01;
    private const double LeastPartOfMean = 1e-3;

    private double _mean;
    private double _variance;
    private float _low;
    private float _high;
    private int _seen;

    private readonly double Floor =>
        (LeastPartOfRange * ((double)_high - _low)) + (LeastPartOfMean * Math.Abs(_mean)) + 1e-9;

    /// <summary>Learns a value; what is far out counts as less far, so that a fault does not become the
    /// scale.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="memory">Values over which the past fades.</param>
    /// <param name="mostSigmas">How far out a value may count; infinite while everything is believed.</param>
    public void Add(double value, int memory, double mostSigmas)
    {
        if (_seen == 0)
        {
            _mean = value;
            _low = _high = (float)value;
        }

        _seen++;
        double bound = mostSigmas * (Math.Sqrt(_variance) + Floor);
        double step = Math.Clamp(value - _mean, -bound, bound);
        double gain = 1.0 / Math.Min(_seen, memory);
        _low = Math.Min(_low, (float)(_mean + step));
        _high = Math.Max(_high, (float)(_mean + step));
        _mean += gain * step;
        _variance = (1 - gain) * (_variance + (gain * step * step));
    }

    /// <summary>Distance from the mean in standard deviations, cut off.</summary>
    public readonly double Standardise(double value, double bound)
    {
        return _seen == 0 ? 0 : Math.Clamp((value - _mean) / (Math.Sqrt(_variance) + Floor), -bound, bound);
    }
}
