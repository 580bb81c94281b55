using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Server.Api.Incidents;

/// <summary>An incident and what concerns it.</summary>
/// <param name="Cluster">Where.</param>
/// <param name="Incident">What is wrong.</param>
/// <param name="Consequences">What follows from it.</param>
/// <param name="Timeline">What happened to the same entity since shortly before, newest first.</param>
/// <param name="Plans">Plans made while it lasted whose actions touch the entity.</param>
public sealed record IncidentDetails(
    ClusterId Cluster,
    Incident Incident,
    ImmutableArray<Incident> Consequences,
    ImmutableArray<FleetEvent> Timeline,
    ImmutableArray<long> Plans)
{
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(15);

    internal static IncidentDetails Of(ClusterId cluster, LoopState state, Incident incident)
    {
        var from = incident.OpenedAt - Before;
        var to = incident.ResolvedAt ?? DateTimeOffset.MaxValue;

        return new IncidentDetails(
            cluster,
            incident,
            [.. state.Incidents.Where(other => other.Under == incident.Id)],
            [.. state.Timeline.Where(happened => happened.Entity == incident.Entity && happened.At >= from)],
            [
                .. state.Plans
                    .Where(plan => plan.Receipt.At >= from && plan.Receipt.At <= to && Touches(plan, incident.Entity))
                    .Select(plan => plan.Receipt.Id),
            ]);
    }

    private static bool Touches(PlanRecord plan, EntityId entity) => plan.Plan.Actions.Any(planned =>
        planned.Action.Target == entity ||
        (planned.Action is Migration move && (EntityId.Of(move.From) == entity || EntityId.Of(move.To) == entity)));
}
