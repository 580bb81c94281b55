using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>One step of a deployment as it was sent to a provider.</summary>
/// <param name="Id">The action in the journal.</param>
/// <param name="Machine">Which machine.</param>
/// <param name="Kind">Create, boot, configure, check, stop or delete.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Detail">Why, or the provider's words.</param>
/// <param name="StartedAt">When it was sent; null when it was not.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
public sealed record DeploymentStep(
    ActionId Id,
    VirtualMachineId Machine,
    DeploymentStepKind Kind,
    OutcomeStatus Status,
    string Detail,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt);
