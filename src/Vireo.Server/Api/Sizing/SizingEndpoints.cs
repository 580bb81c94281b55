using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Scheduling.Sizing;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Sizing;

/// <summary>Which size machines should have.</summary>
internal static class SizingEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/sizing", Sizing).WithTags("Sizing")
            .WithSummary("Lists the size that each machine should have, with evidence, risk and savings; the largest saving first.");

    private static Page<SizingRow> Sizing(
        IFleetView fleets, SizingReader reader, [AsParameters] PageQuery page, string? cluster,
        [Description("unknown, fits, zombie, idle, oversized or undersized; all when left out.")] string? verdict)
    {
        var wanted = Words.Parse<SizingVerdict>("verdict", verdict);

        return page.Of<SizingRow>(
        [
            .. fleets.Select(cluster).SelectMany(id => reader.Of(id)).Where(row => wanted is null || row.Advice.Verdict == wanted),
        ]);
    }
}
