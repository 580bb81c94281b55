using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>One action in the journal: what, why, by whose leave, and how far (S33).</summary>
/// <param name="Receipt">The decision it belongs to.</param>
/// <param name="Position">Its place in the plan.</param>
/// <param name="Planned">The action with its reason, rules and expected effect.</param>
/// <param name="Provider">Who carries it out.</param>
/// <param name="ApprovedBy">The person who approved it; empty when nobody had to.</param>
/// <param name="CreatedAt">When it was journalled.</param>
internal sealed record JournalEntry(
    long Receipt, int Position, PlannedAction Planned, ProviderId Provider, string ApprovedBy, DateTimeOffset CreatedAt)
{
    /// <summary>How far it has come.</summary>
    public JournalPhase Phase { get; init; }

    /// <summary>Why it is where it is.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The fencing token it was sent with.</summary>
    public long Fence { get; init; }

    /// <summary>What its target looked like when it was sent.</summary>
    public string Before { get; init; } = "";

    /// <summary>What its target looked like when it had ended.</summary>
    public string After { get; init; } = "";

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When patience with it ends (S19).</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its identity.</summary>
    public ActionId Id => Planned.Id;

    /// <summary>Whether it may be under way at the provider.</summary>
    public bool IsUnderWay => Phase is JournalPhase.Sending or JournalPhase.Running || IsAborting;

    /// <summary>Whether the provider was or is to be asked to abort it.</summary>
    public bool IsAborting => Phase is JournalPhase.Aborting or JournalPhase.AbortingAsAsked;

    /// <summary>Whether it was sent and has ended without effect.</summary>
    public bool HasFailed => Phase is JournalPhase.Failed or JournalPhase.TimedOut or JournalPhase.Aborted;

    /// <summary>Whether nothing more happens to it.</summary>
    public bool HasEnded => Phase >= JournalPhase.Succeeded;

    /// <summary>How people see it.</summary>
    public ActionOutcome Outcome => new(Id, Status, Detail, StartedAt, EndedAt);

    private OutcomeStatus Status => Phase switch
    {
        JournalPhase.Waiting => OutcomeStatus.Waiting,
        JournalPhase.Succeeded => OutcomeStatus.Succeeded,
        JournalPhase.Failed => OutcomeStatus.Failed,
        JournalPhase.TimedOut => OutcomeStatus.TimedOut,
        JournalPhase.Skipped => OutcomeStatus.Skipped,
        JournalPhase.Aborted => OutcomeStatus.Aborted,
        _ => OutcomeStatus.Running,
    };
}
