using System.Collections.Immutable;

namespace Vireo.Scheduling.Network.Topology;

/// <summary>What reaches each other.</summary>
/// <param name="Machines">Names of machines' interfaces, ascending.</param>
/// <param name="Outside">Names of what lies beyond, ascending.</param>
public sealed record ReachablePart(ImmutableArray<string> Machines, ImmutableArray<string> Outside);
