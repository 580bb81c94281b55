using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>What the guard rails need to know beyond the decision's inputs.</summary>
/// <param name="Now">The loop's clock.</param>
/// <param name="PlannedAt">When the plan was made (S18).</param>
/// <param name="IsPaused">Stop, global (S24).</param>
/// <param name="PausedScopes">Stop, per scope (S24).</param>
/// <param name="ApprovedActions">Actions that a person approved.</param>
/// <param name="ActionsInLastHour">For the blast radius (S35).</param>
/// <param name="Capabilities">What each provider can do (S3, S32).</param>
public sealed record ReviewContext(
    DateTimeOffset Now,
    DateTimeOffset PlannedAt,
    bool IsPaused,
    ImmutableArray<EntityId> PausedScopes,
    ImmutableArray<ActionId> ApprovedActions,
    int ActionsInLastHour,
    ImmutableDictionary<ProviderId, ActionKinds> Capabilities);
