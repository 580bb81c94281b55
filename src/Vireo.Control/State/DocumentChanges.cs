using System.Collections.Immutable;

namespace Vireo.Control;

/// <summary>Which documents a change of the policy comes from: remembered, so that those that files no longer hold can
/// be found, and audited in the transaction that makes the change.</summary>
/// <param name="Applied">Put in force, or seen to be so already.</param>
/// <param name="Removed">Taken out of force.</param>
public sealed record DocumentChanges(ImmutableArray<DocumentName> Applied, ImmutableArray<DocumentName> Removed)
{
    /// <summary>No documents.</summary>
    public static DocumentChanges None { get; } = new([], []);
}
