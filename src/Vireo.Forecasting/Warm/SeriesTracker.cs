using Vireo.Fleet;
using Vireo.Forecasting.ColdStart;
using Vireo.Forecasting.Drift;
using Vireo.Forecasting.Naive;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Warm;

/// <summary>One series: its bounded history, its warm model, and when a model is chosen anew.</summary>
internal sealed partial class SeriesTracker
{
    private const int FirstSelection = 24;

    /// <summary>More new points than this are a priming window: copied, not walked through.</summary>
    private const int LongWindow = 600;

    private readonly WarmSettings _settings;
    private readonly HistoryRing _history;
    private CalibratedModel _active;
    private DriftDetector _drift;
    private DemandLevel _demand;
    private readonly Newcomer? _newcomer;

    /// <summary>Creates a tracker that knows nothing of the series.</summary>
    /// <param name="key">Which series.</param>
    /// <param name="settings">Of all trackers.</param>
    /// <param name="newcomer">What to expect before its own history tells; null when nobody is like it.</param>
    public SeriesTracker(SeriesKey key, WarmSettings settings, Newcomer? newcomer)
    {
        Key = key;
        _newcomer = newcomer;
        _settings = settings;
        _history = new HistoryRing(settings.HistorySteps);
        _active = new CalibratedModel(new NaiveModel(), settings.Knots);
        Hash = StableHash.Of(key);
        _selectionDue = FirstSelection + (long)(FirstSelection / 2 * (Hash / (double)uint.MaxValue));
    }

    public SeriesKey Key { get; }

    /// <summary>Errors to be compared with those of other machines; null unless somebody <see cref="Compare"/>s
    /// them.</summary>
    public ErrorTape? Errors { get; private set; }

    public uint Hash { get; }

    /// <summary>Number of the step after the newest value, counted since the Unix epoch.</summary>
    public long Next { get; private set; } = long.MinValue;

    /// <summary>Points learned since the tracker began.</summary>
    public long Learned { get; private set; }

    public CalibratedModel Active => _active;

    /// <summary>How often the model's errors showed that it no longer fits.</summary>
    public int Drifts { get; private set; }

    /// <summary>What known events do to it.</summary>
    public EventEffects Effects { get; private set; } = EventEffects.None;

    /// <summary>What a better forecast is worth, comparable among series of one metric.</summary>
    public double Worth => _demand.Worth;

    /// <summary>Has errors written down from here on.</summary>
    public ErrorTape Compare() => Errors ??= new ErrorTape();

    /// <summary>Everything kept, oldest first, and the step of its first value.</summary>
    public (double[] Values, long FirstStep) History()
    {
        double[] history = new double[_history.Count];
        _history.CopyTo(history);

        return (history, Next - history.Length);
    }

    /// <summary>The same, as it would be without the known events.</summary>
    public (double[] Values, long FirstStep) OrdinaryHistory()
    {
        (double[] history, long first) = History();
        Effects.Remove(history, first);

        return (history, first);
    }

    /// <summary>The newest values that no choice walks through, now or later.</summary>
    /// <param name="most">How many at most.</param>
    public double[] BeforeWalk(int most)
    {
        (double[] history, _) = OrdinaryHistory();
        int end = history.Length - ModelSelector.WalkLength(history.Length, _settings.Knots.Horizon);

        return history[Math.Max(0, end - most)..end];
    }

    /// <summary>Takes over what known events do; a model that was fitted to something else is chosen anew.</summary>
    public void Expect(EventEffects effects)
    {
        if (HasChosen && !effects.ActsLike(Effects, Next - _history.Count, Next))
        {
            _selectionDue = Math.Min(_selectionDue, Learned);
        }

        Effects = effects;
    }

    /// <summary>Learns what is new in a window. Values after the last finite one may still arrive and are left for
    /// later.</summary>
    public void Teach(ReadOnlySpan<double> values, long firstStep)
    {
        int length = values.Length;
        while (length > 0 && !double.IsFinite(values[length - 1]))
        {
            length--;
        }

        long end = firstStep + length;
        if (length == 0 || end <= Next)
        {
            return;
        }

        if (Learned == 0 || firstStep - Next > _settings.HistorySteps)
        {
            Restart(ref values, ref firstStep, end);
        }

        LearnUpTo(values, firstStep, end);
    }

    public ModelReport Report() =>
        new(
            Key,
            _active.Model.Name,
            Learned,
            _active.Intervals.Error,
            _active.Intervals.NaiveError,
            _active.Intervals.Coverage,
            Drifts,
            Trials)
        {
            WideCoverage = _active.Intervals.WideCoverage,
            Seasons = [.. ISeasonalModel.Of(_active.Model).Select(steps => steps * _settings.Step)],
            Effort = IsThorough ? Effort.Thorough : _choice is { Effort: Effort.Quick } ? Effort.Quick : Effort.Loop,
            ChosenAt = _choice is { MadeAt: > 0 } made ? _settings.InstantOf(made.MadeAt) : null,
            Basis = HasChosen ? "" : _active.Model is ColdStartModel && _newcomer is { } newcomer ? newcomer.Basis
                : Learned >= _selectionDue ? "Repeats the last value until its turn to compare models, or to fit the one it had, comes."
                : "Repeats the last value until there is enough history to compare models.",
            Events = Effects.Describe(),
        };

    // A model that no longer fits is chosen anew at once, where it has been in use long enough to be judged.
    private void Step(double value)
    {
        Errors?.Add(Next, value - _active.AtKnots[0]);
        _drift = _drift.Next(value - _active.AtKnots[0], DriftOptions.Default);
        _active.Step(value);
        if (_drift.Drift != DriftKind.None)
        {
            Drifts++;
            if (HasChosen && Learned - _selectedAt >= GateEvidence)
            {
                _hasDrifted = true;
                _selectionDue = Math.Min(_selectionDue, Learned);
            }
        }
    }

    private void Restart(ref ReadOnlySpan<double> values, ref long firstStep, long end)
    {
        // Gaps before the first value are no history.
        while (!double.IsFinite(values[0]))
        {
            values = values[1..];
            firstStep++;
        }

        _history.Clear();
        if (_newcomer is { } newcomer && !HasChosen && end - firstStep <= LongWindow)
        {
            _active = new CalibratedModel(newcomer.ModelFrom(firstStep), _settings.Knots);
            _active.Start();
        }
        else if (Learned > 0)
        {
            _active = new CalibratedModel(new NaiveModel(), _settings.Knots);
        }

        Next = firstStep;
    }

    private void LearnUpTo(ReadOnlySpan<double> values, long firstStep, long end)
    {
        bool isPriming = end - Next > LongWindow;
        for (; Next < end; Next++)
        {
            double value = Next < firstStep ? double.NaN : values[(int)(Next - firstStep)];
            value = double.IsFinite(value) ? value : double.NaN;
            _history.Add(value);
            _demand = _demand.Next(value);
            Learned++;
            if (!isPriming || end - Next <= LongWindow)
            {
                Step(value / Effects.At(Next));
            }
        }
    }
}
