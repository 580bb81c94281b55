using System.Collections.Immutable;
using Vireo.Detection;

namespace Vireo.Server.Configuration.Documents;

/// <summary>One document of alert rules.</summary>
/// <param name="Name">Names the set.</param>
/// <param name="IncludeDefaults">Whether the built-in rules stay in force.</param>
/// <param name="Rules">Its own rules.</param>
internal sealed record AlertRulesDraft(string Name, bool IncludeDefaults, ImmutableArray<ThresholdRule> Rules);
