using System.Collections.Immutable;

namespace Vireo.Detection.Rules.Files;

/// <summary>What a rule file holds.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Groups">Its groups, without what could not be read.</param>
/// <param name="Problems">Mistakes; a file with any must not be used.</param>
public sealed record RuleFile(string Name, ImmutableArray<RuleGroup> Groups, ImmutableArray<RuleProblem> Problems);
