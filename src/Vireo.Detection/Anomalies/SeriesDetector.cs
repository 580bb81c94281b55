namespace Vireo.Detection.Anomalies;

/// <summary>Scores one metric as it comes: O(1) memory, about 1.3 KB, and nothing of the future.</summary>
/// <remarks>Seven views of the metric — its value, a ten-value mean, its step, its departure from the time of day (now and
/// over five values), the error of a linear prediction, its unrest — are each held against the range they have kept to
/// (<see cref="SoftRange"/>). The strength is the sum of the roots of what lies beyond, so several small records weigh as one
/// large one. Missing values teach nothing and score nothing.</remarks>
public sealed class SeriesDetector
{
    private const int Views = 7;
    private const int MeanWidth = 10;
    private const int SeasonWidth = 5;
    private const int UnrestWidth = 40;
    private const int ScaleMemory = 5_770;
    private const double MostSigmas = 50;
    private const double LeastRelativeWidth = 1e-3;

    private readonly SoftRange[] _ranges = new SoftRange[Views];
    private readonly LinearPredictor _predictor = new();
    private readonly DayProfile _profile;
    private readonly OnsetScore _onset;
    private readonly int _probation;
    private RobustScale _scale;
    private RobustScale _steps;
    private double _last;
    private double _mean;
    private double _season;
    private double _unrest;
    private int _seen;
    private int _rows;

    /// <summary>Starts without knowledge.</summary>
    /// <param name="step">Distance of two values, positive.</param>
    /// <param name="probation">Values that only teach, at least one.</param>
    public SeriesDetector(TimeSpan step, int probation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probation);
        _profile = new DayProfile(step);
        _probation = probation;
        _onset = new OnsetScore(OnsetScore.RestAfter(probation));
    }

    /// <summary>Scores the next value and learns it.</summary>
    /// <param name="at">When, UTC.</param>
    /// <param name="value">The value; not finite when missing.</param>
    public Anomaly Next(DateTime at, double value)
    {
        _rows++;
        if (!double.IsFinite(value))
        {
            return Anomaly.None;
        }

        (double strength, double inside) = Compare(at, Math.Clamp(value, -1e30, 1e30));

        return _rows <= _probation ? Anomaly.None : _onset.Next(strength, inside);
    }

    private (double Strength, double Inside) Compare(DateTime at, double value)
    {
        double step = _seen == 0 ? 0 : value - _last;
        int width = _seen + 1;
        double difference = _profile.Next(at, value);
        double error = _predictor.Next(_scale.Standardise(value, MostSigmas));
        _steps.Add(Math.Abs(step), ScaleMemory);
        _scale.Add(value, ScaleMemory);
        double size = LeastRelativeWidth * Math.Abs(_scale.Centre);
        double stir = Math.Abs(step) / (_steps.Centre + 1e-12 + (1e-6 * size));
        _mean = _seen == 0 ? value : _mean + ((value - _mean) / Math.Min(width, MeanWidth));
        _season += (difference - _season) / Math.Min(width, SeasonWidth);
        _unrest += (stir - _unrest) / Math.Min(width, UnrestWidth);
        _last = value;
        Span<double> views = [value, _mean, step, difference, _season, error, Math.Log(_unrest + 0.05)];
        double floor = size + 1e-12;
        Span<double> floors = [floor, floor, floor, floor, floor, 0.01, 0.05];
        double strength = 0;
        double inside = 0;
        for (int i = 0; i < Views; i++)
        {
            if (_seen == 0)
            {
                _ranges[i] = new SoftRange(views[i]);
            }

            (double excess, double depth) = _ranges[i].Next(views[i], _seen, floors[i]);
            strength += Math.Sqrt(excess);
            inside += depth * depth / Views;
        }

        _seen++;

        return (strength, inside);
    }
}
