using System.Buffers;
using System.Collections.Immutable;
using Vireo.Forecasting.Naive;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Warm;

/// <content>When its models are chosen anew, and how.</content>
internal sealed partial class SeriesTracker
{
    private const int GateEvidence = 36;

    /// <summary>Worse than naive by this factor, a model need not be watched for as long: once a whole horizon was
    /// judged, it is chosen anew.</summary>
    private const double FarWorse = 1.25;

    private long _selectionDue;
    private long _selectedAt;
    private long _refinedAt = long.MinValue;
    private bool _hasDrifted;
    private KeptChoice? _recalled;
    private KeptChoice? _choice;
    private (long At, List<Trial> Trials)? _walked;

    /// <summary>How many points overdue a new choice is; negative when it is not due.</summary>
    public long Overdue => Learned - (IsWorseThanNaive ? Math.Min(_selectionDue, Learned) : _selectionDue);

    /// <summary>What was tried at the last choice; empty before the first.</summary>
    public ImmutableArray<ModelTrial> Trials => _choice?.Trials ?? [];

    /// <summary>The last choice that was made here, to be kept; null when none was made since the last
    /// restart.</summary>
    public KeptChoice? Choice { get; private set; }

    public bool HasChosen => _selectedAt > 0;

    /// <summary>Whether the model in use was shown to be wrong since it was chosen.</summary>
    public bool IsMisled => _hasDrifted || IsWorseThanNaive;

    /// <summary>Whether a new choice has been due for as long as a choice usually lasts.</summary>
    public bool IsLate => Overdue >= _settings.ReselectSteps;

    /// <summary>Whether every model that can pay was compared for what forecasts now.</summary>
    public bool IsThorough => _choice is { IsThorough: true };

    /// <summary>Whether the last choice compared models; else those of an earlier one were fitted anew.</summary>
    public bool IsEvidenceNew { get; private set; }

    /// <summary>The step at which the models of a thorough choice were compared; the least number where what forecasts
    /// was chosen quickly.</summary>
    public long ThoroughSince => _choice is { IsThorough: true } thorough ? thorough.MadeAt : long.MinValue;

    /// <summary>Whether a thorough choice may tell more than what is known: there is a day of history, no choice is due,
    /// and the last thorough one is old. One that was soon proved wrong is not repeated within a day.</summary>
    public bool IsRefinable =>
        HasChosen && Overdue < 0 && _history.Count >= _settings.DaySteps
        && (IsThorough
            ? Next - ThoroughSince >= _settings.RefineSteps
            : _refinedAt == long.MinValue || Next - _refinedAt >= _settings.ReselectSteps);

    private bool IsWorseThanNaive =>
        _active.Model is not NaiveModel
        && _active.Intervals.Error > _active.Intervals.NaiveError * (Learned - _selectedAt >= GateEvidence ? 1 : FarWorse)
        && Learned - _selectedAt >= Math.Min(GateEvidence, _settings.Knots.Horizon);

    /// <summary>What a choice costs now, in units of about a microsecond.</summary>
    public long ChoiceCost(FleetPriors known)
    {
        KeptChoice? again = Again();

        return SelectionCost.Of(_history.Count, _settings.ForSelection(known, EffortOf(again)), again);
    }

    /// <summary>What a thorough choice costs, in the same unit.</summary>
    public long RefinementCost(FleetPriors known) =>
        SelectionCost.Of(_history.Count, _settings.ForSelection(known, Effort.Thorough));

    /// <summary>Takes over what was chosen in an earlier life; null when nothing is known of it.</summary>
    public void Recall(KeptChoice? choice) => _recalled = choice;

    /// <summary>Lets all candidates that can pay walk and leaves the thorough choice among them open, so that what they show
    /// counts for other series as well.</summary>
    /// <param name="known">What other series tell.</param>
    public void Walk(FleetPriors known) => OnOrdinaryHistory(history =>
        _walked = (Next, ModelSelector.WalkAll(history, _settings.ForSelection(known, Effort.Thorough))));

    /// <summary>What the candidates showed on an open walk; empty where none is open.</summary>
    public ImmutableArray<ModelTrial> Walked => _walked is { } walked ? ModelSelector.Evidence(walked.Trials) : [];

    /// <summary>Chooses the model anew from the history. What was chosen thoroughly, or in an earlier life, is fitted anew
    /// while it holds, unless a thorough choice is asked for.</summary>
    /// <param name="known">What other series tell.</param>
    /// <param name="effort">Of the choice: the quick models, or all that can pay.</param>
    public void Select(FleetPriors known, Effort effort) => OnOrdinaryHistory(history =>
    {
        KeptChoice? again = effort == Effort.Thorough ? null : Again();
        if (again is not null
            && ModelSelector.Renew(history, again.Trials, _settings.ForSelection(known, EffortOf(again))) is { } renewed)
        {
            Renew(again, renewed);
        }
        else
        {
            SelectionSettings settings = _settings.ForSelection(known, effort);
            List<Trial> trials = effort == Effort.Thorough && _walked is { } walked && walked.At == Next
                ? walked.Trials
                : ModelSelector.WalkAll(history, settings);
            Take(ModelSelector.Choose(history, trials, settings), known.Named(effort));
        }

        _walked = null;
    });

    private static Effort EffortOf(KeptChoice? choice) => choice is { IsThorough: true } ? Effort.Thorough : Effort.Quick;

    // A choice of an earlier life while it lasts; a thorough one, of whichever life, for longer, unless it was proved
    // wrong.
    private KeptChoice? Again()
    {
        KeptChoice? last = _recalled ?? (IsMisled ? null : _choice);
        bool holds = last is { IsThorough: true }
            ? Next - last.MadeAt < 2L * _settings.RefineSteps
            : last == _recalled && last?.LastsUntil > Next;

        return holds ? last : null;
    }

    private void Take(SelectedModel selected, Effort effort)
    {
        Use(selected.Model);
        _selectionDue = Learned + Lasting;
        _choice = new KeptChoice(Key.ToString(), Next + Lasting, selected.Trials) { Effort = effort, MadeAt = Next };
        Choice = _choice;
        IsEvidenceNew = true;
        _refinedAt = effort == Effort.Thorough ? Next : _refinedAt;
        _recalled = null;
    }

    // After a restart what was kept is as it was, and need not be kept again before it is due.
    private void Renew(KeptChoice again, SelectedModel renewed)
    {
        Use(renewed.Model);
        bool isRecalled = again == _recalled;
        bool isLasting = isRecalled && again.LastsUntil > Next;
        long lasts = isLasting ? Math.Min(again.LastsUntil - Next, Lasting) : Lasting;
        _selectionDue = Learned + lasts;
        _choice = isLasting ? again : again with { LastsUntil = Next + lasts };
        Choice = isLasting ? null : _choice;
        IsEvidenceNew = isRecalled;
        _recalled = null;
    }

    private long Lasting => Math.Min(Learned, _settings.ReselectSteps);

    private void Use(CalibratedModel model)
    {
        model.Intervals.Remember(_active.Intervals);
        model.Intervals.PriorScale = _active.Intervals.PriorScale;
        _active = model;
        _drift = default;
        _hasDrifted = false;
        _selectedAt = Learned;
    }

    private void OnOrdinaryHistory(Action<ReadOnlySpan<double>> work)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(_history.Count);
        try
        {
            Span<double> history = rented.AsSpan(0, _history.Count);
            _history.CopyTo(history);
            Effects.Remove(history, Next - history.Length);
            work(history);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}
