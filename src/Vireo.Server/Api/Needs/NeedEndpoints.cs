using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Needs;

/// <summary>What history shows to be needed again.</summary>
internal static class NeedEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/needs", List).WithTags("Deployments")
            .WithSummary("Lists what history shows to be needed again, with the evidence, and what is made ready for it.");

    private static Page<NeedRow> List(IFleetView fleets, [AsParameters] PageQuery page, string? cluster) => page.Of<NeedRow>(
    [
        .. fleets.Select(cluster).Select(id => (Id: id, State: fleets.StateOf(id)))
            .SelectMany(one => one.State.Fleet.RecurringNeeds.Select(need => NeedRow.Of(one.Id, need, one.State))),
    ]);
}
