using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Plans;

/// <summary>What Vireo wants to do, and a person's word on it.</summary>
internal static class PlanEndpoints
{
    private const int LongestReason = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/plans", List).WithTags("Plans").WithSummary("Lists plans, newest first.");
        api.MapGet("/plans/{id:long}", Show).WithTags("Plans").WithSummary("Shows a plan with reasons, refusals and outcomes.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/plans/{id:long}/approve", ApproveAsync).WithTags("Plans")
            .WithSummary("Lets the waiting actions of a plan start.")
            .RequireAuthorization(Access.Approve).ProducesChangeProblems();
        api.MapPost("/plans/{id:long}/reject", RejectAsync).WithTags("Plans").WithSummary("Turns a waiting plan down.")
            .RequireAuthorization(Access.Approve).ProducesChangeProblems();
    }

    private static Page<PlanRow> List(
        IFleetView fleets, [AsParameters] PageQuery page, string? cluster,
        [Description("Only plans of this status, such as awaitingApproval.")] string? status)
    {
        var wanted = Words.Parse<PlanStatus>("status", status);

        return page.Of(
            [
                .. fleets.Select(cluster)
                    .SelectMany(id => fleets.StateOf(id).Plans)
                    .Where(plan => wanted is null || plan.Status == wanted)
                    .OrderByDescending(plan => plan.Receipt.Id),
            ],
            PlanRow.Of);
    }

    private static PlanRecord Show(IFleetView fleets, StateStore state, long id)
    {
        var plan = FindPublished(fleets, id)?.Plan ?? state.FindPlan(id) ?? throw ApiException.NotFound(
            state.Receipts.Find(id) is null
                ? $"There is no plan {id}."
                : $"Plan {id} is too old to be kept; its receipt is under /api/v1/receipts/{id}.");

        return plan with { Ledger = state.FindLedgerEntry(id), Names = NamesIn(plan, fleets) };
    }

    // Of the machines as they are called now; one that is gone keeps its identifier.
    private static ImmutableSortedDictionary<string, string>? NamesIn(PlanRecord plan, IFleetView fleets)
    {
        var about = plan.Plan.Actions.Select(action => action.Action.Target)
            .Concat(plan.Plan.Refusals.Concat(plan.Refused).Select(refusal => refusal.Entity))
            .Where(entity => entity.Kind == EntityKind.VirtualMachine).Select(entity => entity.Value)
            .ToHashSet(StringComparer.Ordinal);
        var names = fleets.Clusters.Where(cluster => cluster == plan.Receipt.Cluster)
            .SelectMany(cluster => fleets.StateOf(cluster).Fleet.VirtualMachines)
            .Where(machine => about.Contains(machine.Id.Value) && machine.Name.Length > 0 && machine.Name != machine.Id.Value)
            .ToImmutableSortedDictionary(machine => machine.Id.Value, machine => machine.Name, StringComparer.Ordinal);

        return names.IsEmpty ? null : names;
    }

    private static async Task<PlanRecord> ApproveAsync(
        IFleetView fleets, StateStore state, ClaimsPrincipal user, long id, CancellationToken cancellationToken)
    {
        var operations = fleets.Operations(ClusterOf(fleets, id));
        await ApiException.AsConflictAsync(() => operations.ApproveAsync(id, Identity.NameOf(user), cancellationToken));

        return Show(fleets, state, id);
    }

    private static async Task<PlanRecord> RejectAsync(
        IFleetView fleets, StateStore state, ClaimsPrincipal user, long id, Rejection? rejection,
        CancellationToken cancellationToken)
    {
        string reason = rejection?.Reason ?? "";
        if (reason.Length > LongestReason)
        {
            throw ApiException.BadRequest($"'reason' has at most {LongestReason} characters, found {reason.Length}.");
        }

        var operations = fleets.Operations(ClusterOf(fleets, id));
        await ApiException.AsConflictAsync(() => operations.RejectAsync(id, Identity.NameOf(user), reason, cancellationToken));

        return Show(fleets, state, id);
    }

    private static ClusterId ClusterOf(IFleetView fleets, long id) =>
        FindPublished(fleets, id)?.Cluster ?? throw ApiException.NotFound(
            $"There is no plan {id} among the newest, so it does not wait for a person.");

    private static (ClusterId Cluster, PlanRecord Plan)? FindPublished(IFleetView fleets, long id)
    {
        foreach (var cluster in fleets.Clusters)
        {
            if (fleets.StateOf(cluster).Plans.FirstOrDefault(plan => plan.Receipt.Id == id) is { } found)
            {
                return (cluster, found);
            }
        }

        return null;
    }
}
