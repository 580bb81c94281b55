using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Labels of an entity, each once, ascending; equal when the labels are. The default is the empty
/// set.</summary>
[JsonConverter(typeof(TagSetJsonConverter))]
public readonly struct TagSet : IEquatable<TagSet>
{
    private readonly ImmutableArray<string> _tags;

    /// <summary>Takes labels in any order.</summary>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    public TagSet(params IEnumerable<string> tags)
    {
        _tags = [.. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (_tags.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("A tag is a word, not an empty text.", nameof(tags));
        }
    }

    /// <summary>The labels, ascending.</summary>
    public ImmutableArray<string> All => _tags.IsDefault ? [] : _tags;

    /// <summary>Whether a label is among them.</summary>
    public bool Contains(string tag) => All.BinarySearch(tag, StringComparer.Ordinal) >= 0;

    /// <inheritdoc/>
    public bool Equals(TagSet other) => All.AsSpan().SequenceEqual(other.All.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TagSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (string tag in All)
        {
            hash.Add(tag, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", All);

    /// <summary>Whether both hold the same labels.</summary>
    public static bool operator ==(TagSet left, TagSet right) => left.Equals(right);

    /// <summary>Whether the labels differ.</summary>
    public static bool operator !=(TagSet left, TagSet right) => !left.Equals(right);
}
