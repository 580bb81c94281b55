using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Pools;

/// <summary>Who is entitled to what.</summary>
internal static class PoolEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/pools", Pools).WithTags("Pools").WithSummary("Lists resource pools, each before those in it.");
        api.MapGet("/pools/{id}", Pool).WithTags("Pools").WithSummary("Shows a resource pool and its machines.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Page<PoolRow> Pools(
        IFleetView fleets, PoolUseReader use, [AsParameters] PageQuery page, string? cluster,
        [Description("Only those whose name contains this.")] string? search)
    {
        var rows =
            from id in fleets.Select(cluster)
            let state = fleets.StateOf(id)
            let uses = use.Read(state)
            from standing in use.Divide(state).Standings
            where search is null || standing.Pool.Value.Contains(search, StringComparison.OrdinalIgnoreCase)
            select new PoolRow(id, standing.InForce(), uses.GetValueOrDefault(standing.Pool, PoolUse.Unknown), standing.IsEnforced);

        return page.Of<PoolRow>([.. rows]);
    }

    private static PoolDetails Pool(IFleetView fleets, PoolUseReader use, string id, string? cluster)
    {
        foreach (var candidate in fleets.Select(cluster))
        {
            var state = fleets.StateOf(candidate);
            var division = use.Divide(state);
            if (division.Standings.FirstOrDefault(standing => standing.Pool.Value == id) is { } found)
            {
                return Details(candidate, state, division, found, use.Read(state));
            }
        }

        throw ApiException.NotFound($"There is no resource pool '{id}'. Pools are configured with 'kind: ResourcePool'.");
    }

    private static PoolDetails Details(
        ClusterId cluster, LoopState state, PoolDivision division, PoolStanding standing,
        IReadOnlyDictionary<ResourcePoolId, PoolUse> uses) => new(
        cluster,
        standing.InForce(),
        uses.GetValueOrDefault(standing.Pool, PoolUse.Unknown),
        [.. state.Fleet.Pools.Where(pool => pool.Pool == standing.Pool)],
        [.. division.Shortfalls.Where(missing => missing.Pool == standing.Pool).Select(missing => missing.Reason)],
        [
            .. division.MembersOf(standing.Pool).Select(machine => new PoolMember(
                machine,
                division.EntitlementOf(machine, PoolResource.Cpu) ?? 0,
                division.EntitlementOf(machine, PoolResource.Memory) ?? 0)),
        ]);
}
