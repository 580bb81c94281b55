using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Fleet;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Orders;

/// <summary>What people order to be done to one machine: the next decision plans it.</summary>
internal static class OrderEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/orders", List).WithTags("Orders").WithSummary("Lists what people ordered to be done to machines, newest first.");
        Map(api.MapPost("/vms/{id}/suspend", SuspendAsync), "Lets a running machine stand still, in memory or on disk, until it is resumed.");
        Map(api.MapPost("/vms/{id}/resume", ResumeAsync), "Lets a suspended machine go on.");
        Map(api.MapPost("/vms/{id}/reset", ResetAsync), "Starts a running machine anew without asking its guest.");
    }

    private static void Map(RouteHandlerBuilder endpoint, string summary) => endpoint.WithTags("Orders")
        .WithSummary($"{summary} Refused with the reason where it cannot be done now.")
        .RequireAuthorization(Access.Operate).ProducesChangeProblems();

    private static Page<OrderRow> List(
        IFleetView fleets, [AsParameters] PageQuery page, string? cluster, [Description("Only those for this machine.")] string? vm) =>
        page.Of<OrderRow>(
        [
            .. fleets.Select(cluster).SelectMany(id => fleets.StateOf(id).Orders.Select(record => OrderRow.Of(id, record)))
                .Where(row => vm is null || row.Machine.Value == vm).OrderByDescending(row => row.RequestedAt),
        ]);

    private static Task<OrderRow> SuspendAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, Suspension? how, string? cluster, CancellationToken cancellationToken) =>
        OrderAsync(fleets, user, id, machine => new SuspendVirtualMachine(machine) { ToDisk = how?.ToDisk == true }, cluster, cancellationToken);

    private static Task<OrderRow> ResumeAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, string? cluster, CancellationToken cancellationToken) =>
        OrderAsync(fleets, user, id, machine => new ResumeVirtualMachine(machine), cluster, cancellationToken);

    private static Task<OrderRow> ResetAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, string? cluster, CancellationToken cancellationToken) =>
        OrderAsync(fleets, user, id, machine => new ResetVirtualMachine(machine), cluster, cancellationToken);

    private static async Task<OrderRow> OrderAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, Func<VirtualMachineId, FleetAction> action, string? cluster,
        CancellationToken cancellationToken)
    {
        var machine = new VirtualMachineId(id);
        var where = fleets.Select(cluster).Where(one => fleets.StateOf(one).Fleet.VirtualMachines.Any(known => known.Id == machine)).ToList();
        if (where.Count == 0)
        {
            throw ApiException.NotFound($"There is no virtual machine '{id}'.");
        }

        var wanted = action(machine);
        await ApiException.AsConflictAsync(
            () => fleets.Operations(where[0]).OrderAsync(wanted, Identity.NameOf(user), cancellationToken));

        return OrderRow.Of(where[0], fleets.StateOf(where[0]).Orders.First(record => record.Order.Action == wanted));
    }
}
