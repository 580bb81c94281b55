using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>The outcome of a review.</summary>
/// <param name="Approved">May be carried out now.</param>
/// <param name="AwaitingApproval">Would be carried out if a person approved (mode approve).</param>
/// <param name="Recommended">Shown only (modes observe and recommend).</param>
/// <param name="Refused">Turned down by a guard rail, and why.</param>
public sealed record Review(
    ApprovedPlan Approved,
    ImmutableArray<PlannedAction> AwaitingApproval,
    ImmutableArray<PlannedAction> Recommended,
    ImmutableArray<Refusal> Refused);
