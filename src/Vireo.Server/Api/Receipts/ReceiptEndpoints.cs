using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Receipts;

/// <summary>Proof of every decision, and the trail of every change.</summary>
internal static class ReceiptEndpoints
{
    private const int MostReceipts = 100_000;
    private const int MostAuditRows = 10_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/receipts", List).WithTags("Receipts").WithSummary("Lists receipts, newest first.");
        api.MapGet("/receipts/{id:long}", Show).WithTags("Receipts").WithSummary("Shows a receipt and the measured effect.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/receipts/{id:long}/verify", Verify).WithTags("Receipts")
            .WithSummary("Decides again from the receipt's inputs and compares the plans.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/receipts/folds", Folds).WithTags("Receipts")
            .WithSummary("Lists the months whose receipts are too old to be kept one by one, oldest first.");
        api.MapGet("/audit", Audit).WithTags("Audit").WithSummary("Lists who changed what, newest first.");
        api.MapGet("/audit/verify", VerifyAudit).WithTags("Audit").WithSummary("Checks the chain of the audit trail.");
    }

    private static Page<Receipt> List(
        IFleetView fleets, StateStore state, [AsParameters] PageQuery page, string? cluster) =>
        page.Of<Receipt>(
        [
            .. fleets.Select(cluster)
                .SelectMany(id => state.Receipts.Newest(id, MostReceipts))
                .OrderByDescending(receipt => receipt.Id),
        ]);

    private static Page<DecisionFold> Folds(StateStore state, [AsParameters] PageQuery page) => page.Of(state.Folds.All);

    private static ReceiptDetails Show(
        StateStore state, long id,
        [Description("Whether the fleet, outlook, policy and plan behind the hashes are shown as well.")] bool? inputs)
    {
        var receipt = Find(state, id);

        return new ReceiptDetails(
            receipt, state.Receipts.FindEffect(id), inputs == true ? Content(state, receipt.Fleet) : null,
            inputs == true ? Content(state, receipt.Outlook) : null, Content(state, receipt.Policy), Content(state, receipt.Plan))
        {
            Ledger = state.FindLedgerEntry(id),
        };
    }

    private static ReceiptVerification Verify(IFleetView fleets, StateStore state, long id) =>
        fleets.Verify(Find(state, id).Cluster, id);

    private static Page<AuditEntry> Audit(StateStore state, [AsParameters] PageQuery page) =>
        page.Of(state.Audit.Newest(MostAuditRows));

    private static AuditVerification VerifyAudit(StateStore state) => state.VerifyAudit();

    private static Receipt Find(StateStore state, long id) =>
        state.Receipts.Find(id) ?? throw ApiException.NotFound(new ReceiptVerifier(state).WhyMissing(id));

    private static JsonElement? Content(StateStore state, ContentHash hash)
    {
        if (state.Receipts.FindContent(hash) is not { } canonical)
        {
            return null;
        }

        using var document = JsonDocument.Parse(canonical);

        return document.RootElement.Clone();
    }
}
