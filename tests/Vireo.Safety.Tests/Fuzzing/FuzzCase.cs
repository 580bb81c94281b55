using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>A fleet, a policy and a plan that may or may not be safe.</summary>
/// <param name="Fleet">Where the plan starts.</param>
/// <param name="Policy">Rules and limits.</param>
/// <param name="Hazards">Hosts in danger.</param>
/// <param name="Actions">The plan.</param>
/// <param name="IsMutated">Whether something in a plan that made sense was changed at random.</param>
internal sealed record FuzzCase(
    FleetSnapshot Fleet,
    Policy Policy,
    ImmutableArray<Hazard> Hazards,
    ImmutableArray<PlannedAction> Actions,
    bool IsMutated);
