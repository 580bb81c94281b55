using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Server.Hosting.Replaying;

namespace Vireo.Server.Api.Applying;

/// <summary>What was applied, or would be.</summary>
/// <param name="Cluster">Where.</param>
/// <param name="IsApplied">Whether it is in force now; false for a dry run, when nothing changed, and while a replay
/// comes first.</param>
/// <param name="Changes">Document by document.</param>
/// <param name="Replay">What comes first where the policy changes and there is a past: it puts all of it in force when
/// nothing speaks against the policy; null where nothing comes first.</param>
public sealed record ApplyResult(ClusterId Cluster, bool IsApplied, ImmutableArray<AppliedChange> Changes, ReplayJob? Replay = null)
{
    /// <summary>What could not be looked at, and what comes first; sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
