using System.Collections.Immutable;
using Vireo.Detection;
using Vireo.Detection.Rules.Files;

namespace Vireo.Server.Configuration.Documents;

/// <summary>One document of alert rules.</summary>
/// <param name="Name">Names the set.</param>
/// <param name="IncludeDefaults">Whether the built-in rules stay in force.</param>
/// <param name="Rules">Its own thresholds.</param>
internal sealed record AlertRulesDraft(string Name, bool IncludeDefaults, ImmutableArray<ThresholdRule> Rules)
{
    /// <summary>Groups in the form of Prometheus that stand in the document; null when there are none.</summary>
    public RuleFile? Groups { get; init; }

    /// <summary>Rule files as the document names them.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>What is in those files.</summary>
    public ImmutableArray<RuleFile> Files { get; init; } = [];

    /// <summary>All groups, under the name of the set or of their file.</summary>
    public IEnumerable<RuleFile> RuleFiles => Groups is null ? Files : [Groups with { Name = Name }, .. Files];
}
