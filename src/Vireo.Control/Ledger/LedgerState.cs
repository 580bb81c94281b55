using System.Collections.Immutable;

namespace Vireo.Control;

/// <summary>The ledger as it is published.</summary>
/// <param name="Entries">Newest plan first, bounded.</param>
/// <param name="Verdict">On the policy in force.</param>
public sealed record LedgerState(ImmutableArray<LedgerEntry> Entries, PromiseVerdict Verdict);
