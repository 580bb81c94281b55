using System.Collections.Immutable;
using Vireo.Detection.Rules.Evaluation;

namespace Vireo.Detection.Rules.Watching;

/// <summary>What the rules in force say at one instant.</summary>
/// <param name="Rules">Names of the alerts that the rules can raise.</param>
/// <param name="Alerts">Pending, firing, and those that ended within a quarter of an hour; ordered by source and
/// labels.</param>
/// <param name="Failures">Rules that had no result, and why; their alerts stay as they were.</param>
public sealed record AlertPicture(
    ImmutableArray<string> Rules, ImmutableArray<RuleAlert> Alerts, ImmutableArray<RuleFailure> Failures)
{
    /// <summary>No rules.</summary>
    public static AlertPicture None { get; } = new([], [], []);
}
