using System.Collections.Immutable;

namespace Vireo.Detection.Rules.Files;

/// <summary>What a rule file holds.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Text">What it was read from.</param>
/// <param name="Groups">Its groups, without what could not be read.</param>
/// <param name="Problems">Mistakes; a file with any must not be used.</param>
public sealed record RuleFile(
    string Name, string Text, ImmutableArray<RuleGroup> Groups, ImmutableArray<RuleProblem> Problems)
{
    /// <summary>Names of its rules, in order.</summary>
    public IEnumerable<string> RuleNames => Groups.SelectMany(group => group.Rules).Select(rule => rule.Name);

    /// <summary>Whether both hold the same rules under the same name.</summary>
    public bool IsSameAs(RuleFile other) => Name == other.Name && Text == other.Text;
}
