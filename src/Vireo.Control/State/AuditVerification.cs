namespace Vireo.Control;

/// <summary>What a check of the audit trail found.</summary>
/// <param name="IsIntact">Whether no row was edited, deleted, inserted or re-ordered.</param>
/// <param name="Entries">Rows that were checked.</param>
/// <param name="Explanation">One sentence: what is wrong and where, or that nothing is.</param>
public sealed record AuditVerification(bool IsIntact, long Entries, string Explanation);
