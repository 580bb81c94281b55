namespace Vireo.Detection.Anomalies;

/// <summary>Running centre and spread of a signal that a few wild values do not move.</summary>
internal struct RobustScale
{
    private const int Trusting = 30;
    private const double DeviationToSigma = 1.25;
    private const double MostSigmas = 6;

    private double _centre;
    private double _deviation;
    private int _seen;

    /// <summary>Values seen.</summary>
    public readonly int Seen => _seen;

    /// <summary>Centre.</summary>
    public readonly double Centre => _centre;

    /// <summary>Standard deviation of a normal signal with the same mean absolute deviation.</summary>
    public readonly double Sigma => DeviationToSigma * _deviation;

    /// <summary>Distance from the centre in standard deviations, cut off.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="bound">Largest magnitude given.</param>
    public readonly double Standardise(double value, double bound) =>
        _seen == 0 ? 0 : Math.Clamp((value - _centre) / (Sigma + Tiny(_centre)), -bound, bound);

    /// <summary>Learns a value.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="memory">Values over which the past fades.</param>
    public void Add(double value, int memory)
    {
        if (_seen++ == 0)
        {
            _centre = value;

            return;
        }

        double gain = 1.0 / Math.Min(_seen, memory);
        double bound = _seen < Trusting ? double.MaxValue : (MostSigmas * Sigma) + Tiny(_centre);
        double step = Math.Clamp(value - _centre, -bound, bound);
        _centre += gain * step;
        _deviation += gain * (Math.Abs(step) - _deviation);
    }

    private static double Tiny(double centre) => 1e-12 + (1e-9 * Math.Abs(centre));
}
