namespace Vireo.Control;

/// <summary>What re-running a decision showed.</summary>
/// <param name="Receipt">The number that was asked about.</param>
/// <param name="IsIdentical">Whether the same code on the kept inputs gave the identical plan.</param>
/// <param name="Explanation">What was compared, and what differs, for people.</param>
public sealed record ReceiptVerification(long Receipt, bool IsIdentical, string Explanation);
