namespace Vireo.Forecasting.Warm;

/// <summary>The newest errors of one series' one-step forecasts, each as so many of its usual ones, until they are
/// compared with those of others.</summary>
internal sealed class ErrorTape
{
    // About a day.
    private const double Memory = 288;
    private const int Least = 12;
    private const double Outlier = 6;
    private const int Longest = 600;
    private readonly List<float> _values = [];
    private double _square;
    private int _count;
    private long _next;

    /// <summary>Step number of the first value of <see cref="Values"/>.</summary>
    public long First => _next - _values.Count;

    /// <summary>NaN for a gap, and while it is not known what is usual.</summary>
    public IReadOnlyList<float> Values => _values;

    /// <summary>Writes down an error.</summary>
    /// <param name="step">Number of its step.</param>
    /// <param name="error">NaN for a gap.</param>
    public void Add(long step, double error)
    {
        if (step != _next || _values.Count >= Longest)
        {
            _values.Clear();
        }

        _values.Add(Standardised(error));
        _next = step + 1;
    }

    /// <summary>Forgets what was compared.</summary>
    public void Clear() => _values.Clear();

    private float Standardised(double error)
    {
        if (!double.IsFinite(error))
        {
            return float.NaN;
        }

        double usual = Math.Sqrt(_square);
        bool isKnown = _count >= Least && usual > 0;
        double limited = isKnown ? Math.Clamp(error, -Outlier * usual, Outlier * usual) : error;
        _count++;
        _square += ((limited * limited) - _square) / Math.Min(_count, Memory);

        return isKnown ? (float)(limited / usual) : float.NaN;
    }
}
