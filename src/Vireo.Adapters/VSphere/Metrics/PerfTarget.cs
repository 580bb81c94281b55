using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Whose counters are read.</summary>
/// <param name="Reference">At the server.</param>
/// <param name="Entity">In the fleet.</param>
/// <param name="Cores">Virtual cores of a machine; 1 for a host.</param>
/// <param name="Counters">Which counters, and as which metrics.</param>
internal sealed record PerfTarget(
    ManagedObject Reference, EntityId Entity, int Cores, ImmutableArray<(PerfCounter Counter, Metric Metric)> Counters);
