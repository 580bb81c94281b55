using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Server.Api.Removing;

/// <summary>What was taken out of force, or would be.</summary>
/// <param name="Cluster">Where.</param>
/// <param name="Kind">Of the document.</param>
/// <param name="Name">Of the document.</param>
/// <param name="IsRemoved">Whether it is out of force now; false for a dry run.</param>
/// <param name="Consequences">What becomes of what belonged to it; sentences.</param>
public sealed record RemovalResult(
    ClusterId Cluster, string Kind, string Name, bool IsRemoved, ImmutableArray<string> Consequences);
