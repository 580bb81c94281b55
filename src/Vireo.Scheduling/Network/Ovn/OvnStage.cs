using System.Collections.Immutable;

namespace Vireo.Scheduling.Network.Ovn;

/// <summary>Changes that happen in one transaction; the next stage waits until hosts have carried it out.</summary>
/// <param name="Kind">Why at this place.</param>
/// <param name="Changes">What changes, by table and key.</param>
public sealed record OvnStage(OvnStageKind Kind, ImmutableArray<OvnChange> Changes);
