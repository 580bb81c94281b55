using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What a column of a northbound row holds: values, a map, or references to other rows by their keys.</summary>
[JsonConverter(typeof(OvnColumnJsonConverter))]
public sealed class OvnColumn : IEquatable<OvnColumn>
{
    private OvnColumn(OvnColumnKind kind, ImmutableArray<string> items, ImmutableArray<string> values) =>
        (Kind, Items, Values) = (kind, items, values);

    /// <summary>What the items are.</summary>
    public OvnColumnKind Kind { get; }

    /// <summary>Values, keys of the map, or keys of rows; ascending, unique.</summary>
    public ImmutableArray<string> Items { get; }

    /// <summary>For maps: what stands under each key.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Values as text; numbers and truths in the form in which they are read.</summary>
    public static OvnColumn Of(params IEnumerable<string> values) =>
        new(OvnColumnKind.Values, [.. values.Order(StringComparer.Ordinal).Distinct()], []);

    /// <summary>A map.</summary>
    public static OvnColumn Map(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var ordered = pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();

        return new(OvnColumnKind.Map, [.. ordered.Select(pair => pair.Key)], [.. ordered.Select(pair => pair.Value)]);
    }

    /// <summary>Rows that are named together; others may add theirs.</summary>
    public static OvnColumn Rows(params IEnumerable<string> keys) =>
        new(OvnColumnKind.Rows, [.. keys.Order(StringComparer.Ordinal).Distinct()], []);

    /// <summary>One row at most.</summary>
    public static OvnColumn Row(string? key) => new(OvnColumnKind.Row, key is null ? [] : [key], []);

    /// <inheritdoc/>
    public bool Equals(OvnColumn? other) =>
        other is not null && Kind == other.Kind && Items.AsSpan().SequenceEqual(other.Items.AsSpan()) &&
        Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OvnColumn);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Items.Length, Items.IsEmpty ? "" : Items[0]);

    /// <inheritdoc/>
    public override string ToString() => Kind == OvnColumnKind.Map
        ? string.Join(", ", Items.Zip(Values, (key, value) => $"{key}={value}"))
        : string.Join(", ", Items);
}
