using System.Text.RegularExpressions;

namespace Vireo.Detection.Rules.Expressions;

/// <summary>One condition on a label; an absent label is empty.</summary>
public sealed class LabelMatcher
{
    private readonly Regex? _regex;

    /// <summary>Creates a matcher.</summary>
    /// <exception cref="ArgumentException">The pattern is not one that is understood in the same way
    /// everywhere.</exception>
    public LabelMatcher(string name, MatchKind kind, string value)
    {
        Name = name;
        Kind = kind;
        Value = value;
        _regex = kind is MatchKind.Regex or MatchKind.NotRegex ? Patterns.Anchored(value) : null;
    }

    /// <summary>The label.</summary>
    public string Name { get; }

    /// <summary>How it is compared.</summary>
    public MatchKind Kind { get; }

    /// <summary>The value or pattern.</summary>
    public string Value { get; }

    /// <summary>Whether a value fulfils it.</summary>
    public bool Matches(string value) => Kind switch
    {
        MatchKind.Equal => value == Value,
        MatchKind.NotEqual => value != Value,
        MatchKind.Regex => _regex!.IsMatch(value),
        _ => !_regex!.IsMatch(value),
    };
}
