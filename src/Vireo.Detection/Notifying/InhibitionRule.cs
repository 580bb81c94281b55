using System.Collections.Immutable;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Notifying;

/// <summary>While something is wrong, something else need not be told.</summary>
/// <param name="Source">What has to be open.</param>
/// <param name="Target">What is then not told.</param>
/// <param name="Equal">Labels that both have, with the same value. An absent label is equal to nothing: two that lack
/// it have nothing in common.</param>
public sealed record InhibitionRule(LabelMatchers Source, LabelMatchers Target, ImmutableArray<string> Equal)
{
    /// <summary>Whether one incident keeps another from being told; what both sides match inhibits nothing.</summary>
    public bool Inhibits(LabelSet source, LabelSet target) =>
        Source.Matches(source) && Target.Matches(target) && !Source.Matches(target)
        && Equal.All(name => source[name].Length > 0 && source[name] == target[name]);
}
