using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Templates;

/// <summary>What machines can be made from.</summary>
internal static class TemplateEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/templates", Templates).WithTags("Templates").WithSummary("Lists templates and what is made from them.");
        api.MapGet("/templates/{id}", Template).WithTags("Templates")
            .WithSummary("Shows a template: image, size, disks, networks, user data with its parameters, and health check.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Page<TemplateRow> Templates(IFleetView fleets, [AsParameters] PageQuery page, string? cluster) =>
        page.Of<TemplateRow>([.. fleets.Select(cluster).SelectMany(id => TemplateRow.Of(fleets, id))]);

    private static TemplateRow Template(IFleetView fleets, string id, string? cluster) =>
        fleets.Select(cluster).SelectMany(candidate => TemplateRow.Of(fleets, candidate))
            .FirstOrDefault(row => row.Template.Id.Value == id) ?? throw ApiException.NotFound(
                $"There is no template '{id}'. Templates are configured with 'kind: VmTemplate'; see 'vireo apply'.");
}
