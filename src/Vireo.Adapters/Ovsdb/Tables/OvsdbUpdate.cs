using System.Collections.Immutable;

namespace Vireo.Adapters.Ovsdb;

/// <summary>A snapshot, and what is different from the one that was told before.</summary>
/// <param name="Snapshot">How it is.</param>
/// <param name="Changes">What is different.</param>
internal sealed record OvsdbUpdate(OvsdbSnapshot Snapshot, ImmutableArray<OvsdbChange> Changes);
