using System.Collections.Immutable;

namespace Vireo.Server.Api.Applying;

/// <summary>Documents to put in force together.</summary>
/// <param name="Files">In the order in which they are read.</param>
/// <param name="DryRun">Whether to say only what would change.</param>
/// <param name="Prune">Whether pools, groups and templates that were applied before and are in none of the files go
/// out of force.</param>
public sealed record ApplyRequest(ImmutableArray<AppliedFile> Files, bool DryRun = false, bool Prune = false);
