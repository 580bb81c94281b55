using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>A month of decisions that are not kept one by one any more.</summary>
/// <param name="Id">Its place in the chain of all folds.</param>
/// <param name="Cluster">Whose decisions.</param>
/// <param name="Since">Start of the month, UTC.</param>
/// <param name="Until">Start of the next.</param>
/// <param name="First">The first receipt.</param>
/// <param name="Last">The last receipt; those between may belong to other clusters.</param>
/// <param name="Receipts">How many there were.</param>
/// <param name="Actions">How many actions were journalled.</param>
/// <param name="Succeeded">How many of these succeeded.</param>
/// <param name="Digest">SHA-256 of the lines that told of them, which is the text of the archived file.</param>
/// <param name="Previous">Hash of the fold before; empty for the first.</param>
/// <param name="Hash">SHA-256 of all of the above; the audit trail has it, too.</param>
public sealed record DecisionFold(
    long Id, ClusterId Cluster, DateTimeOffset Since, DateTimeOffset Until, long First, long Last, long Receipts,
    long Actions, long Succeeded, ContentHash Digest, string Previous, string Hash);
