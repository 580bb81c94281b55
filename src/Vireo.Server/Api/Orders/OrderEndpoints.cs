using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Fleet;
using Vireo.Server.Configuration;
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
        Map(api.MapPost("/vms/{id}/resize", ResizeAsync), "Gives a machine other cores or memory, while it runs or with a restart.");
        Map(api.MapPost("/vms/{id}/move", MoveAsync), "Moves a machine to another host, its files to another datastore, or both at once.");
        SnapshotEndpoints.Map(api);
        Map(
            api.MapPost("/orders/{number:long}/cancel", CancelAsync),
            "Takes an order back: one that waits never begins; one that is under way is aborted where that can be done, and says how it ended.");
        Map(
            api.MapPost("/vms/{id}/abort", AbortAsync),
            "Aborts what Vireo has under way on a machine, such as a live migration; how it ended is read back.");
    }

    public static void Map(RouteHandlerBuilder endpoint, string summary) => endpoint.WithTags("Orders")
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
        OrderAsync(fleets, user, id, machine => new SuspendVirtualMachine(machine.Id) { ToDisk = how?.ToDisk == true }, cluster, cancellationToken);

    private static Task<OrderRow> ResumeAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, string? cluster, CancellationToken cancellationToken) =>
        OrderAsync(fleets, user, id, machine => new ResumeVirtualMachine(machine.Id), cluster, cancellationToken);

    private static Task<OrderRow> ResetAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, string? cluster, CancellationToken cancellationToken) =>
        OrderAsync(fleets, user, id, machine => new ResetVirtualMachine(machine.Id), cluster, cancellationToken);

    private static Task<OrderRow> ResizeAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, Resizing size, string? cluster, TimeProvider time,
        CancellationToken cancellationToken) =>
        OrderAsync(
            fleets, user, id, machine => Resize(machine, size), cluster, cancellationToken,
            size.SnapshotFirst ? machine => new TakeSnapshot(machine.Id, SnapshotNaming.Of(name: null, time)) : null);

    private static Task<OrderRow> MoveAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, Moving where, string? cluster, CancellationToken cancellationToken) =>
        OrderAsync(fleets, user, id, machine => Move(machine, where), cluster, cancellationToken);

    private static async Task<OrderRow> CancelAsync(
        IFleetView fleets, ClaimsPrincipal user, long number, string? cluster, CancellationToken cancellationToken)
    {
        ImmutableArray<ClusterId> where =
            [.. fleets.Select(cluster).Where(id => fleets.StateOf(id).Orders.Any(record => record.Number == number))];
        if (where is not [var only])
        {
            throw where.IsEmpty ? ApiException.NotFound($"There is no order {number} among the newest.")
                : ApiException.Conflict($"Clusters {string.Join(", ", where)} each have an order {number}; say which with 'cluster'.");
        }

        await ApiException.AsConflictAsync(
            () => fleets.Operations(only).CancelOrderAsync(number, Identity.NameOf(user), cancellationToken));

        return OrderRow.Of(only, fleets.StateOf(only).Orders.First(record => record.Number == number));
    }

    private static async Task<AbortRequest> AbortAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, string? cluster, CancellationToken cancellationToken)
    {
        var (where, machine) = Find(fleets, id, cluster);
        ImmutableArray<FleetAction> aborted = [];
        await ApiException.AsConflictAsync(
            async () => aborted = await fleets.Operations(where).AbortAsync(machine.Id, Identity.NameOf(user), cancellationToken));

        return new AbortRequest(machine.Id, aborted);
    }

    private static Migration Move(VirtualMachine machine, Moving where)
    {
        if (machine.Host is not { } from)
        {
            throw ApiException.Conflict($"'{machine.Id}' is on no host that is in the inventory.");
        }

        var to = where.Host is { Length: > 0 } host ? new HostId(host) : from;
        DatastoreId? storage = where.Datastore is { Length: > 0 } datastore ? new DatastoreId(datastore) : null;

        return where is { Host: null or "", Datastore: null or "" }
                ? throw ApiException.BadRequest("Neither 'host' nor 'datastore' says where it is to be.")
            : to == from && storage is null ? throw ApiException.Conflict($"'{machine.Id}' is on host '{to}' already.")
            : new Migration(machine.Id, from, to) { Storage = storage };
    }

    private static ResizeVirtualMachine Resize(VirtualMachine machine, Resizing size)
    {
        long bytes = machine.Memory.Value;
        if (size.Memory is { } text && (!SizeText.TryParse(text, out bytes) || bytes == 0))
        {
            throw ApiException.BadRequest($"'memory' is '{text}'; expected a size such as '512MiB' or '8GiB'.");
        }

        int cores = size.Cores ?? machine.Cores;
        if (cores < 1)
        {
            throw ApiException.BadRequest($"'cores' is {cores}; a machine has at least one.");
        }

        return cores == machine.Cores && bytes == machine.Memory.Value
            ? throw ApiException.Conflict($"'{machine.Id}' has {cores} cores and {machine.Memory.ToText()} already.")
            : new ResizeVirtualMachine(machine.Id, cores, new MemoryBytes(bytes))
            {
                Restarts = size.Restarts && machine.State == PowerState.On,
                From = new MachineSize(machine.Cores, machine.Memory),
            };
    }

    /// <summary>Orders something.</summary>
    public static async Task<OrderRow> OrderAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, Func<VirtualMachine, FleetAction> action, string? cluster,
        CancellationToken cancellationToken, Func<VirtualMachine, TakeSnapshot>? first = null)
    {
        var (where, machine) = Find(fleets, id, cluster);
        var wanted = action(machine);
        await ApiException.AsConflictAsync(
            () => fleets.Operations(where).OrderAsync(wanted, first?.Invoke(machine), Identity.NameOf(user), cancellationToken));

        return OrderRow.Of(where, fleets.StateOf(where).Orders.First(record => record.Order.Action == wanted));
    }

    /// <summary>Finds a machine.</summary>
    public static (ClusterId Cluster, VirtualMachine Machine) Find(IFleetView fleets, string id, string? cluster)
    {
        foreach (var candidate in fleets.Select(cluster))
        {
            if (fleets.StateOf(candidate).Fleet.VirtualMachines.FirstOrDefault(one => one.Id.Value == id) is { } machine)
            {
                return (candidate, machine);
            }
        }

        throw ApiException.NotFound($"There is no virtual machine '{id}'.");
    }
}
