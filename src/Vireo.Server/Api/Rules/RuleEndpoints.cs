using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vireo.Detection.Previewing;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Rules;

/// <summary>Alert rules before they are in force.</summary>
internal static class RuleEndpoints
{
    private const int LongestName = 255;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/rules/preview", PreviewAsync).WithTags("Incidents")
            .WithSummary("Says how often rules would have fired on stored history; nothing is put in force.")
            .Accepts<string>(isOptional: true, "application/yaml", "*/*")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("/rules/saved", (SavedRules saved) => saved.All).WithTags("Incidents")
            .WithSummary("Rules that were saved while the server ran.");
        api.MapPut("/rules/saved/{name}", SaveAsync).WithTags("Incidents")
            .WithSummary("Checks rules beside all that is configured, and puts them in force within seconds.")
            .Accepts<string>(isOptional: true, "application/yaml", "*/*")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapDelete("/rules/saved/{name}", Remove).WithTags("Incidents")
            .WithSummary("Ends rules that were saved.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
    }

    private static async Task<NoContent> SaveAsync(
        HttpRequest request, SavedRules saved, ClaimsPrincipal user, string name, CancellationToken cancellationToken)
    {
        saved.Save(name, await BodyReader.ReadAsync(request, cancellationToken), Identity.NameOf(user));

        return TypedResults.NoContent();
    }

    private static NoContent Remove(SavedRules saved, ClaimsPrincipal user, string name)
    {
        saved.Remove(name, Identity.NameOf(user));

        return TypedResults.NoContent();
    }

    private static async Task<RulePreview> PreviewAsync(
        HttpRequest request,
        IFleetView fleets,
        RulePreviewDesk desk,
        [Description("How far back, such as 7d or 12h, at most 30d; 7d when left out.")] string? since,
        string? cluster,
        [Description("What the text is called in messages, such as alerts.yaml; rules when left out.")] string? file,
        CancellationToken cancellationToken)
    {
        var back = since is null ? Usual
            : DurationText.TryParse(since, out var written) ? written
            : throw ApiException.BadRequest($"'since' must be a duration such as 7d or 12h, found '{since}'.");

        string name = file is { Length: > 0 } ? file : "rules";
        if (name.Length > LongestName || name.Any(char.IsControl))
        {
            throw ApiException.BadRequest(
                $"'file' must be a name of at most {LongestName} characters without control characters.");
        }

        return await desk.PreviewAsync(
            fleets.One(cluster), await BodyReader.ReadAsync(request, cancellationToken), name, back, cancellationToken);
    }
}
