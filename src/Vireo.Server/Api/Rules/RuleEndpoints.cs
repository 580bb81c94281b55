using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Detection.Previewing;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Rules;

/// <summary>Alert rules before they are in force.</summary>
internal static class RuleEndpoints
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/rules/preview", PreviewAsync).WithTags("Incidents")
            .WithSummary("Says how often rules would have fired on stored history; nothing is put in force.")
            .Accepts<string>(isOptional: true, "application/yaml", "*/*")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<RulePreview> PreviewAsync(
        HttpRequest request,
        IFleetView fleets,
        RulePreviewDesk desk,
        [Description("How far back, such as 7d or 12h, at most 30d; 7d when left out.")] string? since,
        string? cluster,
        CancellationToken cancellationToken)
    {
        var back = since is null ? Usual
            : DurationText.TryParse(since, out var written) ? written
            : throw ApiException.BadRequest($"'since' must be a duration such as 7d or 12h, found '{since}'.");

        return await desk.PreviewAsync(
            fleets.One(cluster), await BodyReader.ReadAsync(request, cancellationToken), back, cancellationToken);
    }
}
