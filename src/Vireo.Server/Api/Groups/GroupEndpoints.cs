using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Fleet;
using Vireo.Scheduling.Scaling;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Groups;

/// <summary>How many replicas groups have and should have.</summary>
internal static class GroupEndpoints
{
    private const int MostReplicas = 10_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/groups", Groups).WithTags("Groups").WithSummary("Lists groups of replicas and what is decided about them.");
        api.MapGet("/groups/{id}", Group).WithTags("Groups").WithSummary("Shows a group of replicas.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/groups/{id}/service", Service).WithTags("Groups")
            .WithSummary("What users of a group notice now, and what they would with more load or other sizes, with intervals.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPut("/groups/{id}/bounds", ScaleAsync).WithTags("Groups")
            .WithSummary("Sets how many replicas a group may have, from the next decision.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
    }

    private static Page<GroupRow> Groups(IFleetView fleets, [AsParameters] PageQuery page, string? cluster) =>
        page.Of<GroupRow>([.. fleets.Select(cluster).SelectMany(id => RowsOf(fleets, id))]);

    private static GroupRow Group(IFleetView fleets, string id, string? cluster) =>
        fleets.Select(cluster).SelectMany(candidate => RowsOf(fleets, candidate))
            .FirstOrDefault(row => row.Group.Id.Value == id) ?? throw Missing(id);

    private static ServiceView Service(IFleetView fleets, string id, string? cluster, [AsParameters] WhatIf whatIf)
    {
        var row = Group(fleets, id, cluster);
        var level = fleets.Service(row.Cluster, row.Group.Id) ?? throw ApiException.NotFound(
            $"Nothing is known of the service of group '{id}' yet. It takes about six hours of measured response times " +
            $"('{Metric.ResponseTime}') of its replicas.");

        return ServiceView.Of(row.Cluster, row.Group, level, whatIf.Under(level.Now));
    }

    private static async Task<GroupRow> ScaleAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, GroupBounds bounds, string? cluster,
        CancellationToken cancellationToken)
    {
        var row = Group(fleets, id, cluster);
        var where = row.Cluster;
        int minimum = bounds.Minimum ?? row.Group.Minimum;
        int maximum = bounds.Maximum ?? row.Group.Maximum;
        if (minimum < 0 || maximum < minimum || maximum > MostReplicas)
        {
            throw ApiException.BadRequest(
                $"Expected 0 <= minimum <= maximum <= {MostReplicas}, found {minimum} and {maximum}; '{id}' has {row.Group.Minimum} and " +
                $"{row.Group.Maximum} now.");
        }

        var policy = fleets.StateOf(where).Policy;
        var scaled = policy with
        {
            Groups =
            [
                .. policy.Groups.Select(group => group.Id.Value == id
                    ? group with { Minimum = minimum, Maximum = maximum }
                    : group),
            ],
        };
        await fleets.Operations(where).SetPolicyAsync(scaled, Identity.NameOf(user), cancellationToken);
        var state = fleets.StateOf(where);

        return GroupRow.Of(
            where, GroupPicture.Of(scaled.Groups.First(group => group.Id.Value == id), state.Fleet, state.Outlook, scaled),
            newest: null);
    }

    private static IEnumerable<GroupRow> RowsOf(IFleetView fleets, ClusterId cluster)
    {
        var state = fleets.StateOf(cluster);

        return GroupPicture.All(state.Policy, state.Fleet, state.Outlook).Select(picture => GroupRow.Of(cluster, picture, state.Plans.FirstOrDefault()?.Plan));
    }

    private static ApiException Missing(string id) =>
        ApiException.NotFound($"There is no group '{id}'. Groups are configured with 'kind: VmGroup'.");
}
