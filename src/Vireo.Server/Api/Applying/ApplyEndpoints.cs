using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
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
            .WithSummary("Puts documents of kind Policy, ResourcePool, VmGroup, VmTemplate and Deployment in force, all or none; says what changes.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();

    private static async Task<ApplyResult> ApplyAsync(
        IFleetView fleets, ClaimsPrincipal user, ApplyRequest request, string? cluster, CancellationToken cancellationToken)
    {
        var where = fleets.One(cluster);
        var state = fleets.StateOf(where);
        var application = Application.Of(Read(request, ServerConfiguration.InForce(state.Policy)), state);
        bool isChange = application.ChangesPolicy || !application.Deployments.IsEmpty;
        if (!request.DryRun && isChange)
        {
            await ApiException.AsConflictAsync(() => fleets.Operations(where).ApplyAsync(
                application.ChangesPolicy ? application.Policy : null, application.Deployments, Identity.NameOf(user),
                cancellationToken));
        }

        return new ApplyResult(where, isChange && !request.DryRun, application.Changes);
    }

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

        bool isApplicable = read is { Providers: [], Policies.Length: <= 1, HasRules: false, HasServer: false }
            && !read.HasNotifications;

        return isApplicable
            ? read
            : throw ApiException.BadRequest(
                "Documents of kind Policy (at most one), ResourcePool, VmGroup, VmTemplate and Deployment can be applied to a running " +
                "server; the others belong in its configuration files.");
    }
}
