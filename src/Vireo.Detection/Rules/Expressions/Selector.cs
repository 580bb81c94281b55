using System.Collections.Immutable;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Expressions;

/// <summary>Chooses series by name and labels, at an instant or some time before. Compared by reference.</summary>
/// <param name="position">Where it starts in the text.</param>
/// <param name="name">The name; empty when only labels choose.</param>
/// <param name="matchers">Conditions on labels, the name's among them.</param>
public sealed class Selector(int position, string name, ImmutableArray<LabelMatcher> matchers)
{
    /// <summary>Where it starts in the text.</summary>
    public int Position { get; } = position;

    /// <summary>The name; empty when only labels choose.</summary>
    public string Name { get; } = name;

    /// <summary>Conditions on labels, the name's among them.</summary>
    public ImmutableArray<LabelMatcher> Matchers { get; } = matchers;

    /// <summary>How long before, milliseconds; negative for later.</summary>
    public long OffsetMilliseconds { get; internal set; }

    /// <summary>Whether a series is chosen.</summary>
    public bool Matches(LabelSet labels)
    {
        foreach (LabelMatcher matcher in Matchers)
        {
            if (!matcher.Matches(labels[matcher.Name]))
            {
                return false;
            }
        }

        return true;
    }
}
