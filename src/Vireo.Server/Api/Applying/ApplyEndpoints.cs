using System.ComponentModel;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Fleet;
using Vireo.Server.Api.Policies;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Applying;

/// <summary>Puts documents in force while the server runs: all of them or none.</summary>
internal static class ApplyEndpoints
{
    private const int MostFiles = 1_000;

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/apply", ApplyAsync).WithTags("Configuration")
            .WithSummary("Puts documents of kind Policy, ResourcePool, VmGroup, Calendar, VmTemplate and Deployment in force, " +
                "all or none; says what changes. Where the policy changes and there is a past to replay, that comes first; " +
                "the answer is then 202 with the replay, which puts all of them in force when nothing speaks against it.")
            .Produces<ApplyResult>().Produces<ApplyResult>(StatusCodes.Status202Accepted)
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();

    private static async Task<IResult> ApplyAsync(
        IFleetView fleets, PolicyGate gate, ClaimsPrincipal user, ApplyRequest request, string? cluster,
        [Description("Whether a policy is put in force without a replay; goes into the audit trail.")] bool? skipReplay,
        [Description("How many days back the replay goes; 1 when left out.")] double? replayDays,
        CancellationToken cancellationToken)
    {
        var where = fleets.One(cluster);
        var state = fleets.StateOf(where);
        var read = Read(request, ServerConfiguration.InForce(state.Policy));
        var application = Application.Of(read, state, request.Prune);
        Admission.RequireFreeNames(application.Deployments.SelectMany(deployment => deployment.Machines), fleets, where);
        if (request.DryRun || (!application.ChangesAnything && application.AreKnown(state.Applied)))
        {
            return Results.Ok(new ApplyResult(where, IsApplied: false, application.Changes)
            {
                Notes =
                [
                    .. application.Notes,
                    .. gate.Foresee(where, application.Policy, skipReplay == true, replayDays) is { } first ? [first] : Array.Empty<string>(),
                ],
            });
        }

        string who = Identity.NameOf(user);
        if (gate.Admit(
            where, application.Policy, who, skipReplay == true, replayDays,
            cancel => LaterAsync(fleets, where, read, request.Prune, who, cancel)) is { } replay)
        {
            return Results.Accepted(
                $"/api/v1/replays/{replay.Id}", new ApplyResult(where, IsApplied: false, application.Changes, replay) { Notes = application.Notes });
        }

        await ApiException.AsConflictAsync(() => PutAsync(fleets, where, application, who, cancellationToken));

        return Results.Ok(new ApplyResult(where, IsApplied: application.ChangesAnything, application.Changes) { Notes = application.Notes });
    }

    // Laid over what is in force by then: what was applied while the replay ran stays.
    private static async Task LaterAsync(
        IFleetView fleets, ClusterId where, ServerConfiguration read, bool prune, string user, CancellationToken cancellationToken)
    {
        try
        {
            await PutAsync(fleets, where, Application.Of(read, fleets.StateOf(where), prune), user, cancellationToken);
        }
        catch (ApiException contradicted)
        {
            throw new InvalidOperationException(contradicted.Message, contradicted);
        }
    }

    private static Task PutAsync(
        IFleetView fleets, ClusterId where, Application application, string user, CancellationToken cancellationToken) =>
        fleets.Operations(where).ApplyAsync(
            application.ChangesPolicy ? application.Policy : null, application.Deployments, application.Documents, user,
            cancellationToken);

    private static ServerConfiguration Read(ApplyRequest request, ServerConfiguration inForce)
    {
        if (request.Files.IsDefaultOrEmpty || request.Files.Length > MostFiles)
        {
            throw ApiException.BadRequest($"Expected 1 to {MostFiles} files.");
        }

        var result = ConfigurationLoader.Check(
            request.Files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text))), inForce);
        if (result.Configuration is not { } read)
        {
            throw ApiException.BadRequest(string.Join("\n", result.Problems.Select(problem => problem.ToString())));
        }

        bool isApplicable = read is { Providers: [], Policies.Length: <= 1, HasRules: false, HasServer: false, BackendPools: [] }
            && !read.HasNotifications;

        return isApplicable
            ? read
            : throw ApiException.BadRequest(
                "Documents of kind Policy (at most one), ResourcePool, VmGroup, Calendar, VmTemplate and Deployment can be applied to a " +
                "running server; the others belong in its configuration files.");
    }
}
