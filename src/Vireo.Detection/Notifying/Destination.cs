using System.Collections.Immutable;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Notifying;

/// <summary>Where one incident goes: a leaf of the routing tree with all it inherits.</summary>
/// <param name="Path">Of the leaf, such as <c>0/2</c>; tells leaves of one receiver apart.</param>
/// <param name="Receiver">Who is told.</param>
/// <param name="GroupBy">Labels whose values make one message.</param>
/// <param name="GroupWait">How long a new group waits for others of its kind.</param>
/// <param name="GroupInterval">Least time between two messages about one group.</param>
/// <param name="RepeatInterval">After how long an unchanged group is told again.</param>
internal sealed record Destination(
    string Path, string Receiver, ImmutableArray<string> GroupBy, TimeSpan GroupWait, TimeSpan GroupInterval,
    TimeSpan RepeatInterval)
{
    private const string AllLabels = "...";

    /// <summary>The labels that an incident shares with its group.</summary>
    public LabelSet GroupOf(LabelSet labels) => GroupBy.Contains(AllLabels)
        ? labels
        : LabelSet.Of(GroupBy.Select(name => KeyValuePair.Create(name, labels[name])));

    /// <summary>Names the group for good.</summary>
    public string KeyOf(LabelSet group) => $"{Receiver}/{Path}:{group}";
}
