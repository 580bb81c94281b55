using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Control;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Ledger;

/// <summary>What plans promised beside what came of them.</summary>
internal static class LedgerEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/ledger", List).WithTags("Ledger")
            .WithSummary("Lists what plans promised and what was measured over their horizon, newest first.");
        api.MapGet("/ledger/verdict", Verdicts).WithTags("Ledger")
            .WithSummary("Judges the policies in force by what their plans brought.");
        api.MapGet("/ledger/{id:long}", Show).WithTags("Ledger").WithSummary("Shows the promise of one plan and what came of it.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Page<LedgerEntry> List(IFleetView fleets, [AsParameters] PageQuery page, string? cluster) =>
        page.Of<LedgerEntry>(
        [
            .. fleets.Select(cluster).SelectMany(id => fleets.StateOf(id).Ledger.Entries).OrderByDescending(entry => entry.Plan),
        ]);

    private static Page<LedgerVerdict> Verdicts(IFleetView fleets, [AsParameters] PageQuery page, string? cluster) =>
        page.Of<LedgerVerdict>(
        [
            .. fleets.Select(cluster).Select(id => (Cluster: id, State: fleets.StateOf(id)))
                .Select(one => new LedgerVerdict(one.Cluster, one.State.Policy.Name, one.State.Ledger.Verdict)),
        ]);

    private static LedgerEntry Show(StateStore state, long id) =>
        state.FindLedgerEntry(id) ?? throw ApiException.NotFound(
            $"The ledger has nothing of plan {id}: it changed no placement, was not carried out, or is too old.");
}
