using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Removing;

/// <summary>Takes documents out of force while the server runs.</summary>
internal static class RemovalEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        Map(api, "/pools/{id}", "Pools", "a resource pool", (id, state) => Removal.OfPool(new ResourcePoolId(id), state));
        Map(api, "/groups/{id}", "Groups", "a group", (id, state) => Removal.OfGroup(new VmGroupId(id), state));
        Map(api, "/templates/{id}", "Templates", "a template in all its versions",
            (id, state) => Removal.OfTemplate(new VmTemplateId(id), state));
    }

    private static void Map(
        RouteGroupBuilder api, string path, string tag, string what, Func<string, LoopState, Removal> find) =>
        api.MapDelete(
                path,
                (IFleetView fleets, ClaimsPrincipal user, string id, string? cluster,
                    [Description("Whether only to say what would become of what belongs to it.")] bool? dryRun,
                    [Description("Whether it goes although machines belong to it; what refers to it always keeps it.")] bool? force,
                    CancellationToken cancellationToken) =>
                    RemoveAsync(fleets, user, state => find(id, state), cluster, dryRun == true, force == true, cancellationToken))
            .WithTags(tag)
            .WithSummary($"Takes {what} out of force from the next decision; refused while others depend on it.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();

    private static async Task<RemovalResult> RemoveAsync(
        IFleetView fleets, ClaimsPrincipal user, Func<LoopState, Removal> find, string? cluster, bool dryRun, bool force,
        CancellationToken cancellationToken)
    {
        var where = fleets.One(cluster);
        var removal = find(fleets.StateOf(where)).Require(force);
        var result = new RemovalResult(where, removal.Kind, removal.Name, IsRemoved: !dryRun, removal.Consequences);
        if (!dryRun)
        {
            string who = Identity.NameOf(user);
            await fleets.Operations(where).ApplyAsync(
                removal.Without, [], new DocumentChanges([], [new DocumentName(removal.Kind, removal.Name)]), who, cancellationToken);
        }

        return result;
    }
}
