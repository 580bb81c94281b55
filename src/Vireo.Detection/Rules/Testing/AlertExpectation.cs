using System.Collections.Immutable;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Testing;

/// <summary>The alerts of one rule that must fire at an instant.</summary>
/// <param name="Line">In the file.</param>
/// <param name="Time">The instant.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Alerts">Labels without <c>alertname</c>, and annotations.</param>
public sealed record AlertExpectation(
    int Line,
    TimeSpan Time,
    string Rule,
    ImmutableArray<(LabelSet Labels, ImmutableSortedDictionary<string, string> Annotations)> Alerts);
