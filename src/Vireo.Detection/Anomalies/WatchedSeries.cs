using Vireo.Fleet;

namespace Vireo.Detection.Anomalies;

/// <summary>One series of a fleet under watch.</summary>
internal sealed class WatchedSeries(SeriesKey key, TimeSpan step, int probation)
{
    // What is said to be unusual must look so beside the figures that are shown with it.
    private const double LeastSpreads = 3;

    // Until it has shown a weekend, nobody knows what it does then: only what it never did is unusual.
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly SeriesDetector _detector = new(step, probation, MetricSense.Of(key.Metric));
    private DateTimeOffset? _first;
    private double _low = double.PositiveInfinity;
    private double _high = double.NegativeInfinity;
    private DateTimeOffset _since;
    private double _severity;
    private double _value;
    private bool _isAlert;
    private bool _isTold;

    /// <summary>Spacing of its samples.</summary>
    public TimeSpan Step => step;

    /// <summary>End of the newest sample seen.</summary>
    public DateTimeOffset SeenUntil { get; private set; }

    /// <summary>Samples that the last look brought.</summary>
    public int RowsTaken { get; private set; }

    /// <summary>Severity of the alert that began in the last look; 0 when none did.</summary>
    public double Began { get; private set; }

    /// <summary>Learns the samples that are newer than those seen.</summary>
    public void Take(TimeSeries series)
    {
        RowsTaken = 0;
        Began = 0;
        ReadOnlySpan<double> values = series.Values.Span;

        // A gap at the end may still be filled, so it is looked at again.
        int newest = NewestSample.IndexIn(values);
        for (int i = 0; i <= newest; i++)
        {
            DateTimeOffset at = series.Start + (i * step);
            if (at >= SeenUntil)
            {
                Next(at, values[i]);
                RowsTaken++;
                SeenUntil = at + step;
            }
        }
    }

    /// <summary>What to tell of it; null when nothing. What was told stays told until it is over.</summary>
    /// <param name="bar">The severity that is worth telling.</param>
    /// <param name="now">The instant of the look.</param>
    /// <param name="longest">What lasts longer is the new normal.</param>
    public UnusualMetric? Told(double bar, DateTimeOffset now, TimeSpan longest)
    {
        _isTold = _isAlert && (_isTold || _severity >= bar) && now - _since <= longest;

        return _isTold
            ? new UnusualMetric(key, _severity, _value, _detector.Usual, _detector.Spread, _since)
            {
                IsOfHour = _detector.IsOfHour,
            }
            : null;
    }

    private void Next(DateTimeOffset at, double value)
    {
        Anomaly anomaly = _detector.Next(at.UtcDateTime, value);
        if (!double.IsFinite(value))
        {
            return;
        }

        _value = value;
        _first ??= at;
        bool isUnusual = anomaly.IsAlert && (_isAlert || IsFar(at, value))
            && LeastEffect.Matters(key.Metric, value, _detector.Usual);
        if (!isUnusual)
        {
            _isAlert = false;
            _severity = 0;
            (_low, _high) = (Math.Min(_low, value), Math.Max(_high, value));

            return;
        }

        if (!_isAlert)
        {
            _since = at;
            _isAlert = true;
        }

        if (_detector.Severity > _severity)
        {
            _severity = _detector.Severity;
            Began = _since == at ? _severity : Began;
        }
    }

    private bool IsFar(DateTimeOffset at, double value)
    {
        bool isNew = value < _low || value > _high;

        return Math.Abs(value - _detector.Usual) >= LeastSpreads * _detector.Spread && (isNew || at - _first >= Week);
    }
}
