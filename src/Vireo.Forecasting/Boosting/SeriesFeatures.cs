namespace Vireo.Forecasting.Boosting;

/// <summary>What the trees see of one series, kept up to date value by value.</summary>
/// <remarks>Everything is relative: values as their distance from an anchor (half way from the newest value to the
/// smoothed level that forecast best of late) in units of the series' mean absolute change, so that one model serves
/// percentages and bytes. A gap repeats the newest value and is counted. An update costs a fraction of a microsecond
/// and allocates nothing, whatever the length of the history.</remarks>
internal sealed class SeriesFeatures
{
    // What order statistics look back; without a season the whole state of a series stays within 2 KiB.
    private const int Window = 80;
    private const int SeasonalWindow = 96;
    private const int MostSteps = 192;
    private const int Hour = 12;
    private const int HalfHour = 6;
    private const int LongestAhead = 24;
    private const int Lags = 8;
    private const int SeasonTerms = 5;
    private static readonly double[] Levels = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];
    private static readonly int[] Spans = [6, 24, 72];
    private readonly ValueRing _values;
    private readonly SortedWindow _sorted;
    private readonly int _window;
    private readonly LevelBank _bank;
    private readonly SeasonProfile? _profile;
    private readonly int _season;
    private ChangeStatistics _changes;
    private double _missing;

    /// <summary>Creates the state of a series that nothing is known of.</summary>
    /// <param name="season">Steps in a season; 1 for none.</param>
    public SeriesFeatures(int season)
    {
        _season = season;
        _bank = new LevelBank(season > 1 ? Math.Min(season, LongestAhead) : HalfHour);
        _window = season > 1 ? SeasonalWindow : Window;
        _sorted = new SortedWindow(_window);
        _values = new ValueRing(Math.Max(_window, (2 * season) + 1));
        _profile = season > 1 ? new SeasonProfile(season) : null;
    }

    /// <summary>Steps learnt, gaps included, from the first value on.</summary>
    public int Steps => _values.Pushed;

    /// <summary>What values are measured from; NaN before the first value.</summary>
    public double Anchor { get; private set; } = double.NaN;

    /// <summary>What distances are measured in; 0 while nothing moved.</summary>
    public double Scale => _changes.Scale;

    /// <summary>Number of features.</summary>
    /// <param name="season">Steps in a season; 1 for none.</param>
    public static int Count(int season) => StepTerms() + 3 + (season > 1 ? SeasonTerms : 0);

    /// <summary>Learns one value or a gap.</summary>
    public void Update(double value)
    {
        bool isGap = !double.IsFinite(value);
        if (isGap && Steps == 0)
        {
            return;
        }

        double previous = Steps == 0 ? value : _values.Lag(0);
        value = isGap ? previous : value;
        _missing += 0.05 * ((isGap ? 1 : 0) - _missing);
        if (Steps >= _window)
        {
            _sorted.Remove(_values.Lag(_window - 1));
        }

        _sorted.Add(value);
        _profile?.Update(value, Steps == 0 ? 0 : _values.Lag(_season - 1));
        _values.Push(value);
        _bank.Update(value, Steps);
        Anchor = value + ((_bank.Best - value) / 2);

        // A gap does not show that the series stands still: its scale stays.
        if (Steps > 1 && !isGap)
        {
            _changes.Update(value, value - previous, Steps);
        }
    }

    /// <summary>Writes what does not depend on the step ahead; the scale is not 0.</summary>
    public void Write(Span<float> row)
    {
        int at = 1;
        for (int lag = 0; lag < Lags; lag++)
        {
            row[at++] = Relative(_values.Lag(lag));
        }

        foreach (double level in _bank.Levels)
        {
            row[at++] = Relative(level);
        }

        row[at++] = Relative(_bank.Best);
        foreach (double level in Levels)
        {
            row[at++] = Relative(_sorted.Quantile(level));
        }

        at = WriteSpans(row, at);
        row[at++] = (float)(_changes.FastScale / Scale);
        row[at++] = (float)(Anchor / Scale);
        row[at++] = (float)_changes.Persistence;
        row[at++] = (float)_changes.Unchanged;
        row[at++] = (float)_changes.Zero;
        row[at++] = (float)_changes.SinceJump;
        row[at++] = (float)_missing;
        row[at++] = Math.Min(Steps, MostSteps);
        row[at++] = (float)_sorted.Rank(_values.Lag(0));
        row[at] = (float)(_bank.BestError / Scale);
    }

    /// <summary>Completes the row for a step ahead.</summary>
    /// <param name="row">As <see cref="Write"/> left it.</param>
    /// <param name="step">From 1.</param>
    /// <param name="known">The step as the model knows it: not beyond its horizon.</param>
    public void WriteStep(Span<float> row, int step, int known)
    {
        row[0] = known;
        int at = StepTerms();
        int back = Before(step, Hour);
        double last = _values.Lag(back);
        double before = _values.Lag(back + Hour);
        row[at++] = Relative(last);
        row[at++] = Relative(before);
        row[at++] = Relative((last + before + _values.Lag(back + (2 * Hour))) / 3);
        if (_profile is null)
        {
            return;
        }

        back = Before(step, _season);
        double usual = _profile.Usual(step);
        row[at++] = Relative(_values.Lag(back));
        row[at++] = Relative(_values.Lag(back + _season));
        row[at++] = Relative(usual);
        row[at++] = Relative(_profile.Mean);
        row[at] = (float)((usual - _profile.Usual(0)) / Scale);
    }

    private static int StepTerms() => 1 + Lags + LevelBank.Count + 1 + Levels.Length + (3 * Spans.Length) + 10;

    // Steps back from the newest value to the one that lies whole periods before the step ahead.
    private static int Before(int step, int period) => (period - (step % period)) % period;

    private int WriteSpans(Span<float> row, int at)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        double sum = 0;
        int lag = 0;
        foreach (int span in Spans)
        {
            for (int end = Math.Min(span, _values.Count); lag < end; lag++)
            {
                double value = _values.Lag(lag);
                low = Math.Min(low, value);
                high = Math.Max(high, value);
                sum += value;
            }

            row[at++] = Relative(low);
            row[at++] = Relative(high);
            row[at++] = Relative(sum / lag);
        }

        return at;
    }

    private float Relative(double value) => (float)((value - Anchor) / Scale);
}
