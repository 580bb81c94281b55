using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Fleet;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;
using Vireo.Server.Hosting.Replaying;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Policies;

/// <summary>What the operator wants, and the brake.</summary>
internal static class PolicyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/policy", Show).WithTags("Policy")
            .WithSummary("Shows the policy in force, as a document of kind Policy that can be edited and put back.");
        api.MapPut("/policy", ReplaceAsync).WithTags("Policy")
            .WithSummary("Puts another policy in force: a document of kind Policy, YAML or JSON. Where there is a past to replay, that comes " +
                "first; the answer is then 202 with the replay, which puts the policy in force when nothing speaks against it.")
            .Accepts<JsonObject>(isOptional: true, "application/json", "application/yaml", "*/*")
            .Produces<JsonObject>().Produces<ReplayJob>(StatusCodes.Status202Accepted)
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
        api.MapPut("/policy/modes", SetModesAsync).WithTags("Policy")
            .WithSummary("Sets how much Vireo may do, as a whole and per scope.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
        api.MapPost("/pause", PauseAsync).WithTags("Policy").WithSummary("Starts nothing new until resumed; all clusters unless one is named.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
        api.MapPost("/resume", ResumeAsync).WithTags("Policy").WithSummary("Lets actions start again; all clusters unless one is named.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
    }

    private static JsonObject Show(IFleetView fleets, string? cluster) =>
        PolicyText.Write(fleets.StateOf(fleets.One(cluster)).Policy);

    private static async Task<IResult> ReplaceAsync(
        IFleetView fleets, PolicyGate gate, ClaimsPrincipal user, HttpRequest request, string? cluster,
        [Description("Whether it is put in force without a replay; goes into the audit trail.")] bool? skipReplay,
        [Description("How many days back the replay goes; 1 when left out.")] double? replayDays,
        CancellationToken cancellationToken)
    {
        var id = fleets.One(cluster);
        var inForce = fleets.StateOf(id).Policy;
        var policy = (await PolicyBody.ReadAsync(request, inForce, cancellationToken)).Keeping(inForce);

        return gate.Admit(id, policy, Identity.NameOf(user), skipReplay == true, replayDays, Later) is { } replay
            ? Results.Accepted($"/api/v1/replays/{replay.Id}", replay)
            : Results.Ok(await PutAsync(fleets, id, policy, user, cancellationToken));

        // What was applied besides while the replay ran stays.
        Task Later(CancellationToken cancel)
        {
            var now = fleets.StateOf(id).Policy;

            return PutAsync(
                fleets, id,
                policy.Keeping(now) with { Pools = now.Pools, Groups = now.Groups, Templates = now.Templates, Network = now.Network }, user, cancel);
        }
    }

    private static Task<JsonObject> SetModesAsync(
        IFleetView fleets, ClaimsPrincipal user, ModeChange change, string? cluster, CancellationToken cancellationToken)
    {
        var id = fleets.One(cluster);
        var policy = fleets.StateOf(id).Policy with { DefaultMode = change.Mode, Modes = change.ScopeModes() };

        return PutAsync(fleets, id, policy, user, cancellationToken);
    }

    private static async Task<JsonObject> PutAsync(
        IFleetView fleets, ClusterId cluster, Policy policy, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await fleets.Operations(cluster).SetPolicyAsync(policy, Identity.NameOf(user), cancellationToken);

        return PolicyText.Write(policy);
    }

    private static Task<IResult> PauseAsync(
        IFleetView fleets, ClaimsPrincipal user, string? cluster, CancellationToken cancellationToken) =>
        ForEachAsync(fleets, cluster, id =>
            fleets.Operations(id).PauseAsync(Identity.NameOf(user), cancellationToken));

    private static Task<IResult> ResumeAsync(
        IFleetView fleets, ClaimsPrincipal user, string? cluster, CancellationToken cancellationToken) =>
        ForEachAsync(fleets, cluster, id =>
            fleets.Operations(id).ResumeAsync(Identity.NameOf(user), cancellationToken));

    private static async Task<IResult> ForEachAsync(IFleetView fleets, string? cluster, Func<ClusterId, Task> change)
    {
        await Task.WhenAll(fleets.Select(cluster).Select(change));

        return Results.NoContent();
    }
}
