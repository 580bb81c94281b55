using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Detection;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Incidents;

/// <summary>What is or was wrong, and what happened.</summary>
internal static class IncidentEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/alerts", Alerts).WithTags("Incidents").WithSummary("Lists alerts: firing, pending, and those just over.");
        api.MapGet("/incidents", Incidents).WithTags("Incidents").WithSummary("Lists incidents, open ones first.");
        api.MapGet("/incidents/{**id}", Incident).WithTags("Incidents").WithSummary("Shows an incident and what was done about it.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/timeline", Timeline).WithTags("Incidents").WithSummary("Lists what happened, newest first.");
    }

    private static Page<AlertRow> Alerts(
        IFleetView fleets, [AsParameters] PageQuery page, string? cluster,
        [Description("pending, firing or inactive; all when left out.")] string? state)
    {
        var wanted = Words.Parse<AlertState>("state", state);

        return page.Of<AlertRow>(
        [
            .. fleets.Select(cluster)
                .SelectMany(id => AlertRow.All(id, fleets.StateOf(id)))
                .Where(row => wanted is null || row.State == wanted),
        ]);
    }

    private static Page<Incident> Incidents(
        IFleetView fleets, [AsParameters] PageQuery page, string? cluster,
        [Description("open, resolved or all; all when left out.")] string? state,
        [Description("Whether to leave out what follows from another incident.")] bool leads = false)
    {
        bool? isOpen = state switch
        {
            null or "all" => null,
            "open" => true,
            "resolved" => false,
            _ => throw ApiException.BadRequest($"'state' must be open, resolved or all, found '{state}'."),
        };

        return page.Of<Incident>(
        [
            .. fleets.Select(cluster)
                .SelectMany(id => fleets.StateOf(id).Incidents)
                .Where(incident => isOpen is null || incident.ResolvedAt is null == isOpen)
                .Where(incident => !leads || incident.Under is null),
        ]);
    }

    private static IncidentDetails Incident(IFleetView fleets, string id)
    {
        // Identifiers hold slashes; some clients escape them and routing leaves those as they are.
        string plain = Uri.UnescapeDataString(id);
        foreach (var cluster in fleets.Clusters)
        {
            var state = fleets.StateOf(cluster);
            if (state.Incidents.FirstOrDefault(incident => incident.Id == id || incident.Id == plain) is { } found)
            {
                return IncidentDetails.Of(cluster, state, found);
            }
        }

        throw ApiException.NotFound($"There is no incident '{id}' among those that are kept.");
    }

    private static Page<FleetEvent> Timeline(
        IFleetView fleets, [AsParameters] PageQuery page, string? cluster,
        [Description("Only events of this kind, such as moved or incident.")] string? kind)
    {
        var wanted = Words.Parse<FleetEventKind>("kind", kind);
        var events = fleets.Select(cluster)
            .SelectMany(id => fleets.StateOf(id).Timeline)
            .Where(happened => wanted is null || happened.Kind == wanted);

        return page.Of<FleetEvent>([.. events.OrderByDescending(happened => happened.At)]);
    }
}
