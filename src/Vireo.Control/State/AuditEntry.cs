namespace Vireo.Control;

/// <summary>One row of the audit trail.</summary>
/// <param name="Sequence">1, 2, 3… without gaps.</param>
/// <param name="At">When.</param>
/// <param name="User">Who: a person, or <c>vireo</c>.</param>
/// <param name="Action">What, as a short verb phrase such as <c>plan.approve</c>.</param>
/// <param name="Detail">Particulars as JSON.</param>
/// <param name="Previous">Hash of the row before; empty for the first.</param>
/// <param name="Hash">Hash of this row and, through <paramref name="Previous"/>, of all before it.</param>
public sealed record AuditEntry(
    long Sequence, DateTimeOffset At, string User, string Action, string Detail, string Previous, string Hash);
