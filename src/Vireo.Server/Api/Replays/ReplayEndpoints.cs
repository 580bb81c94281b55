using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Api.Policies;
using Vireo.Server.Hosting;
using Vireo.Server.Hosting.Replaying;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Replays;

/// <summary>Policies on a cluster's own past, before they are switched on.</summary>
internal static class ReplayEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/replays", StartAsync).WithTags("Replays")
            .WithSummary("Runs the policy in force and another one over the cluster's own past: a document of kind Policy, YAML or JSON.")
            .Accepts<JsonObject>(isOptional: true, "application/json", "application/yaml", "*/*")
            .Produces<ReplayJob>(StatusCodes.Status202Accepted)
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
        api.MapGet("/replays", List).WithTags("Replays").WithSummary("Lists replays, newest first.");
        api.MapGet("/replays/{id:long}", Show).WithTags("Replays").WithSummary("Shows how far a replay has come, and its figures.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapDelete("/replays/{id:long}", Cancel).WithTags("Replays").WithSummary("Stops a replay.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
    }

    private static async Task<IResult> StartAsync(
        IFleetView fleets, PolicyGate gate, ClaimsPrincipal user, HttpRequest request, string? cluster,
        [Description("How many days back; 7 when neither this nor from is given.")] double? days,
        [Description("Start of the window, UTC.")] DateTimeOffset? from,
        [Description("End of the window, UTC; the newest measurement when left out.")] DateTimeOffset? to,
        CancellationToken cancellationToken)
    {
        var id = fleets.One(cluster);
        var policy = await PolicyBody.ReadAsync(request, fleets.StateOf(id).Policy, cancellationToken);
        var window = ReplayWindow.Of(fleets.StateOf(id).At, days, from, to);
        var job = gate.Ask(id, policy, window, Identity.NameOf(user), putInForce: null);

        return Results.Accepted($"/api/v1/replays/{job.Id}", job);
    }

    private static Page<ReplayJob> List(ReplayDesk desk, [AsParameters] PageQuery page) => page.Of(desk.Jobs);

    private static ReplayJob Show(ReplayDesk desk, long id) => desk.Find(id) ?? throw Missing(id);

    private static ReplayJob Cancel(ReplayDesk desk, long id)
    {
        var job = desk.Find(id) ?? throw Missing(id);
        if (job.HasEnded)
        {
            throw ApiException.Conflict($"Replay {id} has ended: {job.Outcome}");
        }

        desk.Cancel(id);

        return desk.Find(id) ?? job;
    }

    private static ApiException Missing(long id) =>
        ApiException.NotFound($"There is no replay {id}; only the newest since the server started are kept.");
}
