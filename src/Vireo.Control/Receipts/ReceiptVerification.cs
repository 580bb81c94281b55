namespace Vireo.Control;

/// <summary>What re-running a decision showed.</summary>
/// <param name="Receipt">The number that was asked about.</param>
/// <param name="IsIdentical">Whether the same code on the kept inputs gave the identical plan.</param>
/// <param name="Explanation">What was compared, and what differs, for people.</param>
public sealed record ReceiptVerification(long Receipt, bool IsIdentical, string Explanation)
{
    /// <summary>Whether there was anything to compare; false when the inputs are not kept any more, which proves
    /// nothing either way.</summary>
    public bool IsConclusive { get; init; } = true;
}
