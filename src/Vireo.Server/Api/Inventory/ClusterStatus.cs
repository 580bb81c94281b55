using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Api.Inventory;

/// <summary>How one cluster's loop does.</summary>
/// <param name="Id">The cluster.</param>
/// <param name="At">The loop's clock when it last published.</param>
/// <param name="Cycle">Decisions made since the start.</param>
/// <param name="CycleDuration">Real time the last decision took.</param>
/// <param name="IsPaused">Stopped by an operator: nothing new starts.</param>
/// <param name="Policy">Name of the policy in force.</param>
/// <param name="Mode">Its default mode.</param>
/// <param name="VirtualSpeed">Virtual seconds per second; null when the cluster follows real time or runs flat
/// out.</param>
/// <param name="IsSimulated">Whether time and fleet are simulated.</param>
/// <param name="Hosts">In the inventory.</param>
/// <param name="Vms">In the inventory.</param>
/// <param name="OpenIncidents">That last and lead; what follows from them is not counted.</param>
/// <param name="PlansAwaitingApproval">Plans that wait for a person.</param>
/// <param name="Providers">Health by provider.</param>
public sealed record ClusterStatus(
    ClusterId Id,
    DateTimeOffset At,
    long Cycle,
    TimeSpan CycleDuration,
    bool IsPaused,
    string Policy,
    OperatingMode Mode,
    double? VirtualSpeed,
    bool IsSimulated,
    int Hosts,
    int Vms,
    int OpenIncidents,
    int PlansAwaitingApproval,
    ImmutableArray<ProviderHealth> Providers)
{
    /// <summary>Time until the next decision, and why then.</summary>
    public CyclePace? Pace { get; init; }

    /// <summary>Reads it from a published state.</summary>
    public static ClusterStatus Of(ClusterId id, LoopState state, double? virtualSpeed) => new(
        id, state.At, state.Cycle, state.CycleDuration, state.IsPaused, state.Policy.Name, state.Policy.DefaultMode,
        virtualSpeed is { } speed && double.IsFinite(speed) ? speed : null, virtualSpeed is not null,
        state.Fleet.Hosts.Length, state.Fleet.VirtualMachines.Length,
        state.Incidents.Count(incident => incident is { ResolvedAt: null, Under: null }),
        state.Plans.Count(plan => !plan.AwaitingApproval.IsEmpty), state.Providers)
    {
        Pace = state.Pace,
    };
}
