namespace Vireo.Detection.Anomalies;

/// <summary>Looks at a metric in several ways, each of which shows another kind of fault.</summary>
/// <remarks>The value itself; its mean over ten rows; its step; what it differs from the usual of this time of day, now
/// and over five rows; the error of a linear prediction; its unrest; what it differs from the usual of this time of the
/// week; and the least of the last five values, which rises only when a level holds.</remarks>
internal sealed class MetricViews
{
    /// <summary>How many views there are.</summary>
    public const int Count = 9;

    /// <summary>The view of the time of the week, which is empty for a week.</summary>
    public const int WeeklyView = 7;

    private const int MeanWidth = 10;
    private const int SeasonWidth = 5;
    private const int UnrestWidth = 40;
    private const int HeldWidth = 5;
    private const int ScaleMemory = 5_770;
    private const int DaySlots = 48;
    private const int WeekSlots = 168;
    private const double DaysRemembered = 5;
    private const double WeeksRemembered = 3;
    private const double MostSigmas = 50;
    private const double LeastRelativeWidth = 1e-3;
    private const double LeastUnrest = 0.05;
    private const double LeastError = 0.01;

    private readonly LinearPredictor _predictor = new();
    private readonly SeasonProfile _day;
    private readonly SeasonProfile _week;
    private readonly MetricSense _sense;
    private readonly float[] _recent = new float[HeldWidth];
    private RobustScale _scale;
    private RobustScale _steps;
    private double _last;
    private double _mean;
    private double _season;
    private double _unrest;
    private int _seen;
    private int _seenSeason;

    /// <summary>Starts without knowledge.</summary>
    /// <param name="step">Distance of two values, positive.</param>
    /// <param name="sense">What is known of the metric.</param>
    public MetricViews(TimeSpan step, MetricSense sense)
    {
        _sense = sense;
        _day = new SeasonProfile(step, TimeSpan.FromDays(1), DaySlots, DaysRemembered);
        _week = new SeasonProfile(step, TimeSpan.FromDays(7), WeekSlots, WeeksRemembered);
    }

    /// <summary>What was usual when the last value came, in its unit: at that time of day where
    /// <see cref="IsOfHour"/>, else at all; NaN before the first value.</summary>
    public double Usual { get; private set; } = double.NaN;

    /// <summary>Whether more than one day has shown that time of day.</summary>
    public bool IsOfHour { get; private set; }

    /// <summary>How far values usually are from the usual: one standard deviation, and never nothing where the metric
    /// is known.</summary>
    public double Spread => Math.Max(IsOfHour ? _day.Sigma : _scale.Sigma, _sense.LeastSpread);

    /// <summary>Looks at the next value and learns it.</summary>
    /// <param name="at">When.</param>
    /// <param name="value">Finite.</param>
    /// <param name="views">Receives the views; NaN for one that cannot be had yet.</param>
    /// <param name="floors">Receives the least difference that means anything in each.</param>
    /// <returns>How far the last rows are from what is usual at this time of day, in standard deviations; 0 on the
    /// healthy side.</returns>
    public double Next(DateTime at, double value, Span<double> views, Span<double> floors)
    {
        double step = _seen == 0 ? 0 : value - _last;
        double daily = _day.Next(at, value);
        double weekly = _week.Next(at, value);
        double error = _predictor.Next(_scale.Standardise(value, MostSigmas));
        _steps.Add(Math.Abs(step), ScaleMemory);
        IsOfHour = _day.IsKnown;
        Usual = IsOfHour ? value - daily : _seen == 0 ? double.NaN : _scale.Centre;
        _scale.Add(value, ScaleMemory);
        double least = Math.Max((LeastRelativeWidth * Math.Abs(_scale.Centre)) + 1e-12, _sense.LeastSpread);
        Follow(value, step, daily, least);

        floors.Fill(least);
        views[0] = value;
        views[1] = _mean;
        views[2] = step;
        views[3] = daily;
        views[4] = _seenSeason == 0 ? double.NaN : _season;
        views[5] = error;
        floors[5] = LeastError;
        views[6] = Math.Log(_unrest + LeastUnrest);
        floors[6] = LeastUnrest;
        views[WeeklyView] = weekly;
        views[8] = Held(value);

        double departure = _sense.IsBestAtZero ? Math.Max(_season, 0) : Math.Abs(_season);

        return departure / (_day.Sigma + least + 1e-9);
    }

    private void Follow(double value, double step, double daily, double least)
    {
        int width = _seen + 1;
        double stir = Math.Abs(step) / (_steps.Centre + 1e-12 + (1e-6 * least));
        _mean = _seen == 0 ? value : _mean + ((value - _mean) / Math.Min(width, MeanWidth));
        _unrest += (stir - _unrest) / Math.Min(width, UnrestWidth);
        if (!double.IsNaN(daily))
        {
            _seenSeason++;
            _season += (daily - _season) / Math.Min(_seenSeason, SeasonWidth);
        }

        _last = value;
    }

    private double Held(double value)
    {
        _recent[_seen % HeldWidth] = (float)value;
        _seen++;
        float least = (float)value;
        for (int i = 0; i < Math.Min(_seen, HeldWidth); i++)
        {
            least = Math.Min(least, _recent[i]);
        }

        return least;
    }
}
