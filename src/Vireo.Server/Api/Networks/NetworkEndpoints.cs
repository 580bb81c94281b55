using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Networks;

/// <summary>Declared networks: who is in them, and how they stand.</summary>
internal static class NetworkEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/networks", Networks).WithTags("Networks")
            .WithSummary("Lists declared networks, who is in them, and whether what stands there is as declared.");
        api.MapGet("/networks/{id}", Network).WithTags("Networks")
            .WithSummary("Shows a declared network: its machines with their addresses, and what has to change.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Page<NetworkRow> Networks(IFleetView fleets, [AsParameters] PageQuery page, string? cluster) =>
        page.Of<NetworkRow>([.. fleets.Select(cluster).SelectMany(id => NetworkRow.Of(id, fleets.StateOf(id)))]);

    private static NetworkRow Network(IFleetView fleets, string id, string? cluster) =>
        fleets.Select(cluster).SelectMany(candidate => NetworkRow.Of(candidate, fleets.StateOf(candidate)))
            .FirstOrDefault(row => row.Network.Name == id) ?? throw ApiException.NotFound(
                $"There is no network '{id}'. Networks are configured with 'kind: Network'.");
}
