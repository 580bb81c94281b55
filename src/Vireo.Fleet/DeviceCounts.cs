using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Devices by kind and number, such as <c>gpu</c> 2; equal when all kinds and numbers are. The default is
/// none.</summary>
[JsonConverter(typeof(DeviceCountsJsonConverter))]
public readonly struct DeviceCounts : IEquatable<DeviceCounts>
{
    private readonly ImmutableArray<KeyValuePair<string, int>> _counts;

    /// <summary>Takes kinds in any order; those of which there are none are left out.</summary>
    /// <exception cref="ArgumentException">A kind has no name, appears twice, or its number is negative.</exception>
    public DeviceCounts(params IEnumerable<KeyValuePair<string, int>> counts)
    {
        _counts = [.. counts.Where(pair => pair.Value != 0).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        for (int i = 0; i < _counts.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(_counts[i].Key) || _counts[i].Value < 0 || (i > 0 && _counts[i].Key == _counts[i - 1].Key))
            {
                throw new ArgumentException(
                    $"Devices '{_counts[i].Key}': {_counts[i].Value}; expected each kind once, with a name and a number that is not negative.",
                    nameof(counts));
            }
        }
    }

    /// <summary>So many of one kind.</summary>
    public static DeviceCounts Of(string kind, int count) => new([KeyValuePair.Create(kind, count)]);

    /// <summary>Every kind of which there is one at least, ascending.</summary>
    public ImmutableArray<KeyValuePair<string, int>> All => _counts.IsDefault ? [] : _counts;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => All.IsEmpty;

    /// <summary>How many there are of a kind.</summary>
    public int this[string kind] => All.FirstOrDefault(pair => pair.Key == kind).Value;

    /// <inheritdoc/>
    public bool Equals(DeviceCounts other) => All.AsSpan().SequenceEqual(other.All.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DeviceCounts other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (kind, count) in All)
        {
            hash.Add(kind, StringComparer.Ordinal);
            hash.Add(count);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", All.Select(pair => $"{pair.Value} {pair.Key}"));

    /// <summary>Whether both hold the same.</summary>
    public static bool operator ==(DeviceCounts left, DeviceCounts right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(DeviceCounts left, DeviceCounts right) => !left.Equals(right);
}
