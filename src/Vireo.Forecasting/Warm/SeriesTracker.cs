using System.Buffers;
using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting.ColdStart;
using Vireo.Forecasting.Drift;
using Vireo.Forecasting.Naive;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Warm;

/// <summary>One series: its bounded history, its warm model, and when a model is chosen anew.</summary>
internal sealed class SeriesTracker
{
    private const int FirstSelection = 24;
    private const int GateEvidence = 36;

    /// <summary>Worse than naive by this factor, a model need not be watched for as long: once a whole horizon was
    /// judged, it is chosen anew.</summary>
    private const double FarWorse = 1.25;

    /// <summary>More new points than this are a priming window: copied, not walked through.</summary>
    private const int LongWindow = 600;

    private readonly WarmSettings _settings;
    private readonly HistoryRing _history;
    private CalibratedModel _active;
    private long _selectionDue;
    private long _selectedAt;
    private DriftDetector _drift;
    private DemandLevel _demand;
    private bool _hasDrifted;
    private readonly Newcomer? _newcomer;
    private KeptChoice? _recalled;

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

    /// <summary>How many points overdue a new choice is; negative when it is not due.</summary>
    public long Overdue => Learned - (IsWorseThanNaive ? Math.Min(_selectionDue, Learned) : _selectionDue);

    /// <summary>What was tried at the last choice; empty before the first.</summary>
    public ImmutableArray<ModelTrial> Trials { get; private set; } = [];

    /// <summary>The last choice that was made here, to be kept; null when none was made since the last restart.</summary>
    public KeptChoice? Choice { get; private set; }

    /// <summary>How often the model's errors showed that it no longer fits.</summary>
    public int Drifts { get; private set; }

    /// <summary>What known events do to it.</summary>
    public EventEffects Effects { get; private set; } = EventEffects.None;

    public bool HasChosen => _selectedAt > 0;

    /// <summary>Whether the model in use was shown to be wrong since it was chosen.</summary>
    public bool IsMisled => _hasDrifted || IsWorseThanNaive;

    /// <summary>Whether a new choice has been due for as long as a choice usually lasts.</summary>
    public bool IsLate => Overdue >= _settings.ReselectSteps;

    /// <summary>What a better forecast is worth, comparable among series of one metric.</summary>
    public double Worth => _demand.Worth;

    /// <summary>What a choice costs now, in units of about a microsecond.</summary>
    public long ChoiceCost(ModelPrior prior, SharedModels shared) =>
        SelectionCost.Of(_history.Count, _settings.ForSelection(prior, shared), _recalled);

    /// <summary>Has errors written down from here on.</summary>
    public ErrorTape Compare() => Errors ??= new ErrorTape();

    /// <summary>Takes over what was chosen in an earlier life; null when nothing is known of it.</summary>
    public void Recall(KeptChoice? choice) => _recalled = choice;

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

    private bool IsWorseThanNaive =>
        _active.Model is not NaiveModel
        && _active.Intervals.Error > _active.Intervals.NaiveError * (Learned - _selectedAt >= GateEvidence ? 1 : FarWorse)
        && Learned - _selectedAt >= Math.Min(GateEvidence, _settings.Knots.Horizon);

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

    /// <summary>Chooses the model anew from the history.</summary>
    /// <param name="prior">How models did on other series.</param>
    /// <param name="shared">Models that the fleet has trained.</param>
    public void Select(ModelPrior prior, SharedModels shared)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(_history.Count);
        try
        {
            Span<double> history = rented.AsSpan(0, _history.Count);
            _history.CopyTo(history);
            Effects.Remove(history, Next - history.Length);
            double scale = _active.Intervals.PriorScale;
            SelectionSettings settings = _settings.ForSelection(prior, shared);
            SelectedModel? renewed = _recalled is { } kept && kept.LastsUntil > Next
                ? ModelSelector.Renew(history, kept.Trials, settings)
                : null;
            SelectedModel selected = renewed ?? ModelSelector.Select(history, settings);
            MakeDue(_recalled, isRenewed: renewed is not null);
            selected.Model.Intervals.Remember(_active.Intervals);
            _active = selected.Model;
            Trials = selected.Trials;
            _drift = default;
            _hasDrifted = false;
            _active.Intervals.PriorScale = scale;
            Choice = renewed is null ? new KeptChoice(Key.ToString(), Next + _selectionDue - Learned, Trials) : null;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private void MakeDue(KeptChoice? recalled, bool isRenewed)
    {
        long lasts = Math.Min(Learned, _settings.ReselectSteps);
        _selectedAt = Learned;
        _selectionDue = Learned + (isRenewed && recalled is not null ? Math.Min(recalled.LastsUntil - Next, lasts) : lasts);
        _recalled = null;
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
            Basis = HasChosen ? "" : _active.Model is ColdStartModel && _newcomer is { } newcomer ? newcomer.Basis
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
