using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Orders;

/// <summary>Snapshots of machines: listed, and ordered like anything else that people want done to one.</summary>
internal static class SnapshotEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/vms/{id}/snapshots", List).WithTags("Orders")
            .WithSummary("Lists a machine's snapshots, oldest first.");
        OrderEndpoints.Map(
            api.MapPost("/vms/{id}/snapshots", TakeAsync),
            "Takes a snapshot of a machine: its disks, and its memory where that can be kept.");
        OrderEndpoints.Map(
            api.MapPost("/vms/{id}/snapshots/{name}/revert", RevertAsync),
            "Takes a machine back to a snapshot; what it has done since is lost.");
        OrderEndpoints.Map(api.MapDelete("/vms/{id}/snapshots/{name}", DeleteAsync), "Deletes a snapshot; the machine stays as it is.");
    }

    private static Page<MachineSnapshot> List(
        IFleetView fleets, [AsParameters] PageQuery page, string id, string? cluster) =>
        page.Of(OrderEndpoints.Find(fleets, id, cluster).Machine.Snapshots.All);

    private static Task<OrderRow> TakeAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, SnapshotTaking? how, string? cluster, TimeProvider time,
        CancellationToken cancellationToken)
    {
        string name = SnapshotNaming.Of(how?.Name, time);

        return OrderEndpoints.OrderAsync(fleets, user, id, machine => new TakeSnapshot(machine.Id, name), cluster, cancellationToken);
    }

    private static Task<OrderRow> RevertAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, string name, string? cluster, CancellationToken cancellationToken) =>
        OrderEndpoints.OrderAsync(fleets, user, id, machine => new RevertToSnapshot(machine.Id, name), cluster, cancellationToken);

    private static Task<OrderRow> DeleteAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, string name, string? cluster, CancellationToken cancellationToken) =>
        OrderEndpoints.OrderAsync(fleets, user, id, machine => new DeleteSnapshot(machine.Id, name), cluster, cancellationToken);
}
