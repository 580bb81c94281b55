using System.Text.Json;
using Vireo.Control;

namespace Vireo.Server.Api.Receipts;

/// <summary>A receipt and what is behind its hashes, in the canonical text that was hashed.</summary>
/// <param name="Receipt">The proof.</param>
/// <param name="Effect">What carrying the plan out really changed; null until it has ended.</param>
/// <param name="Fleet">The snapshot; null when it was not asked for or is not kept any more.</param>
/// <param name="Outlook">The outlook; null likewise.</param>
/// <param name="Policy">The policy; null when it is not kept any more.</param>
/// <param name="Plan">The plan; null when it is not kept any more.</param>
public sealed record ReceiptDetails(
    Receipt Receipt,
    MeasuredEffect? Effect,
    JsonElement? Fleet,
    JsonElement? Outlook,
    JsonElement? Policy,
    JsonElement? Plan)
{
    /// <summary>What the plan promised and what came of it; null when it changed no placement.</summary>
    public LedgerEntry? Ledger { get; init; }
}
