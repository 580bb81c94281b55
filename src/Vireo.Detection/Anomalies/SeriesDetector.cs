namespace Vireo.Detection.Anomalies;

/// <summary>Scores one metric as it comes: O(1) memory, under 2 KB, and nothing of the future.</summary>
/// <remarks>Nine views of the metric are each held against the range they have kept to (<see cref="SoftRange"/>). The
/// strength is the sum of the roots of what lies beyond, so several small records weigh as one large one. Missing
/// values teach nothing and score nothing.</remarks>
public sealed class SeriesDetector
{
    private const int LongestProbation = 750;

    private readonly MetricViews _views;
    private readonly bool _isOneSided;
    private readonly SoftRange[] _ranges = new SoftRange[MetricViews.Count];
    private readonly OnsetScore _onset;
    private readonly int _probation;
    private readonly int _seasonTeaching;
    private int _rows;

    /// <summary>Starts without knowledge.</summary>
    /// <param name="step">Distance of two values, positive.</param>
    /// <param name="probation">Rows that only teach, at least one.</param>
    /// <param name="sense">What is known of the metric.</param>
    public SeriesDetector(TimeSpan step, int probation, MetricSense sense)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probation);
        _views = new MetricViews(step, sense);
        _isOneSided = sense.IsBestAtZero;
        _probation = probation;
        _seasonTeaching = Math.Min(probation, LongestProbation) / 2;
        _onset = new OnsetScore(OnsetScore.RestAfter(probation));
    }

    /// <inheritdoc cref="MetricViews.Usual"/>
    public double Usual => _views.Usual;

    /// <inheritdoc cref="MetricViews.IsOfHour"/>
    public bool IsOfHour => _views.IsOfHour;

    /// <inheritdoc cref="MetricViews.Spread"/>
    public double Spread => _views.Spread;

    /// <summary>How much more than needed the last value was for an alert; at least 1 when one begins.</summary>
    public double Severity { get; private set; }

    /// <summary>Scores the next value and learns it.</summary>
    /// <param name="at">When, UTC; need not be even, nor later than before.</param>
    /// <param name="value">The value; not finite when missing.</param>
    public Anomaly Next(DateTime at, double value)
    {
        _rows++;
        if (!double.IsFinite(value))
        {
            return Anomaly.None;
        }

        Span<double> views = stackalloc double[MetricViews.Count];
        Span<double> floors = stackalloc double[MetricViews.Count];
        double departure = _views.Next(at, Math.Clamp(value, -1e30, 1e30), views, floors);
        double strength = 0;
        for (int i = 0; i < views.Length; i++)
        {
            if (!double.IsNaN(views[i]))
            {
                int teaching = i == MetricViews.WeeklyView ? _seasonTeaching : 0;
                strength += Math.Sqrt(_ranges[i].Next(views[i], teaching, floors[i], _isOneSided));
            }
        }

        Severity = OnsetScore.SeverityOf(strength, departure);

        return _rows <= _probation ? Anomaly.None : _onset.Next(strength, departure);
    }
}
