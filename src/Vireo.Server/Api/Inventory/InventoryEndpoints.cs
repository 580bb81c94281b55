using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Inventory;

/// <summary>What there is, and how it does.</summary>
internal static class InventoryEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/status", Status).WithTags("Status").WithSummary("How the server and its clusters do.");
        api.MapGet("/fleet", Fleet).WithTags("Inventory").WithSummary("The clusters in figures.");
        api.MapGet("/hosts", Hosts).WithTags("Inventory").WithSummary("Lists hosts.");
        api.MapGet("/hosts/{id}", Host).WithTags("Inventory").WithSummary("Shows a host, its machines and incidents.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPut("/hosts/{id}/maintenance", MaintainAsync).WithTags("Inventory")
            .WithSummary("Puts a host into maintenance, or takes it out: it is emptied and receives nothing.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
        api.MapGet("/vms", Vms).WithTags("Inventory").WithSummary("Lists virtual machines.");
        api.MapGet("/vms/{id}", Vm).WithTags("Inventory").WithSummary("Shows a virtual machine, its outlook and moves.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/datastores", Datastores).WithTags("Inventory")
            .WithSummary("Lists storage that machines can be moved between, where a provider tells of it.");
    }

    private static Page<DatastoreRow> Datastores(
        IFleetView fleets, [AsParameters] PageQuery page, string? cluster) => page.Of<DatastoreRow>(
    [
        .. fleets.Select(cluster).Select(id => fleets.StateOf(id).Fleet).SelectMany(
            fleet => fleet.Datastores ?? [],
            (fleet, datastore) => new DatastoreRow(
                datastore,
                fleet.VirtualMachines.Count(
                    machine => machine.Datastore == datastore.Id && machine.Provider == datastore.Provider))),
    ]);

    private static StatusView Status(IFleetView fleets) => new(
        fleets.CodeVersion,
        fleets.ConfigurationProblems,
        [.. fleets.Clusters.Select(cluster => ClusterStatus.Of(cluster, fleets.StateOf(cluster), fleets.VirtualSpeed(cluster)))]);

    private static ImmutableArray<FleetSummary> Fleet(IFleetView fleets, UsageReader usage, string? cluster) =>
        [.. fleets.Select(cluster).Select(id => FleetSummary.Of(id, fleets.StateOf(id), usage))];

    private static Page<HostRow> Hosts(
        IFleetView fleets, UsageReader usage, [AsParameters] PageQuery page, string? cluster,
        [Description("Only those whose identifier or name contains this.")] string? search)
    {
        var found =
            from id in fleets.Select(cluster)
            let state = fleets.StateOf(id)
            let machines = state.Fleet.VirtualMachines.ToLookup(machine => machine.Host)
            from host in state.Fleet.Hosts
            where Matches(search, host.Id.Value, host.Name)
            select (State: state, Host: host, Machines: machines[host.Id].Count());

        return page.Of([.. found], row => new HostRow(
            row.Host, row.Machines, usage.Of(row.Host.Cluster, row.State.At, row.Host)));
    }

    private static async Task<HostDetails> MaintainAsync(
        IFleetView fleets, UsageReader usage, ClaimsPrincipal user, string id, Maintenance wanted, string? cluster,
        CancellationToken cancellationToken)
    {
        var host = Host(fleets, usage, id, cluster).Host;
        var policy = fleets.StateOf(host.Cluster).Policy;
        if (wanted.On != policy.Maintenance.Contains(host.Id))
        {
            if (!wanted.On && host.IsInMaintenance && !policy.Maintenance.Contains(host.Id))
            {
                throw ApiException.Conflict(
                    $"Host '{id}' is in maintenance as its hypervisor says; take it out there.");
            }

            await fleets.Operations(host.Cluster).SetPolicyAsync(
                policy with
                {
                    Maintenance = wanted.On
                        ? [.. policy.Maintenance.Append(host.Id).Order()]
                        : policy.Maintenance.Remove(host.Id),
                },
                Identity.NameOf(user), cancellationToken);
        }

        return Host(fleets, usage, id, host.Cluster.Value);
    }

    private static HostDetails Host(IFleetView fleets, UsageReader usage, string id, string? cluster)
    {
        foreach (var candidate in fleets.Select(cluster))
        {
            var state = fleets.StateOf(candidate);
            if (state.Fleet.Hosts.FirstOrDefault(host => host.Id.Value == id) is { } host)
            {
                return HostDetails.Of(state, host, usage);
            }
        }

        throw ApiException.NotFound($"There is no host '{id}'.");
    }

    private static Page<VmRow> Vms(
        IFleetView fleets, UsageReader usage, [AsParameters] PageQuery page, string? cluster,
        [Description("Only those whose identifier or name contains this.")] string? search,
        [Description("Only those on this host.")] string? host)
    {
        var found =
            from id in fleets.Select(cluster)
            let state = fleets.StateOf(id)
            from machine in state.Fleet.VirtualMachines
            where Matches(search, machine.Id.Value, machine.Name) && (host is null || machine.Host?.Value == host)
            select (State: state, Machine: machine);

        return page.Of([.. found], row => new VmRow(
            row.Machine, usage.Of(row.Machine.Cluster, row.State.At, row.Machine)));
    }

    private static VmDetails Vm(IFleetView fleets, UsageReader usage, string id, string? cluster)
    {
        foreach (var candidate in fleets.Select(cluster))
        {
            var state = fleets.StateOf(candidate);
            if (state.Fleet.VirtualMachines.FirstOrDefault(machine => machine.Id.Value == id) is { } machine)
            {
                return VmDetails.Of(state, machine, usage);
            }
        }

        throw ApiException.NotFound($"There is no virtual machine '{id}'.");
    }

    private static bool Matches(string? search, string id, string name) =>
        search is null || id.Contains(search, StringComparison.OrdinalIgnoreCase)
        || name.Contains(search, StringComparison.OrdinalIgnoreCase);
}
