using Vireo.Fleet;
using Vireo.Simulation;

namespace Vireo.Benchmarks.Incidents;

/// <summary>A fault that was put into a fleet, and the truth about it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Root">Where it comes from.</param>
/// <param name="Struck">Everything that it does something to, the root among it.</param>
/// <param name="Onset">When it began, after the scenario's start.</param>
/// <param name="Impact">When users first notice; null when they do not.</param>
/// <param name="End">When it is over.</param>
/// <param name="Faults">How the simulation is told.</param>
internal sealed record InjectedFault(
    IncidentKind Kind, EntityId Root, HashSet<EntityId> Struck, TimeSpan Onset, TimeSpan? Impact, TimeSpan End,
    ScheduledFault[] Faults);
