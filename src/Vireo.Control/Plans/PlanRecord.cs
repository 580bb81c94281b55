using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>A plan with its receipt, review and outcomes: what people see.</summary>
/// <param name="Receipt">Proof of the decision; its identifier names the plan.</param>
/// <param name="Plan">The decision.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="AwaitingApproval">Actions that wait for a person.</param>
/// <param name="Refused">What the guard rails turned down.</param>
/// <param name="Outcomes">One per approved action.</param>
/// <param name="DecidedBy">Who approved or rejected; empty when nobody had to.</param>
public sealed record PlanRecord(
    Receipt Receipt,
    Plan Plan,
    PlanStatus Status,
    ImmutableArray<ActionId> AwaitingApproval,
    ImmutableArray<Refusal> Refused,
    ImmutableArray<ActionOutcome> Outcomes,
    string DecidedBy)
{
    /// <summary>What it really changed; null until everything that was approved has ended.</summary>
    public MeasuredEffect? Effect { get; init; }

    /// <summary>What it promised and what came of it; null where that was not looked up, or the plan left the placement
    /// alone.</summary>
    public LedgerEntry? Ledger { get; init; }

    /// <summary>What people call the machines that it is about, by identifier, where that is something else; null where it
    /// was not looked up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Names { get; init; }
}
