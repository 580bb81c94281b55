using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Server.Api.Applying;

/// <summary>What was applied, or would be.</summary>
/// <param name="Cluster">Where.</param>
/// <param name="IsApplied">Whether it is in force now; false for a dry run, and when nothing changed.</param>
/// <param name="Changes">Document by document.</param>
public sealed record ApplyResult(ClusterId Cluster, bool IsApplied, ImmutableArray<AppliedChange> Changes);
