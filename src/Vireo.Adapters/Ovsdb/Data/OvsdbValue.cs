using System.Collections.Immutable;

namespace Vireo.Adapters.Ovsdb;

/// <summary>What one column of one row holds: a set of atoms (one, for plain columns) or a map. Keys are in order and
/// unique, so equal values have one form.</summary>
internal sealed class OvsdbValue : IEquatable<OvsdbValue>
{
    private OvsdbValue(ImmutableArray<OvsdbAtom> keys, ImmutableArray<OvsdbAtom> values) => (Keys, Values) = (keys, values);

    /// <summary>The empty set.</summary>
    public static OvsdbValue Empty { get; } = new([], default);

    /// <summary>The empty map.</summary>
    public static OvsdbValue EmptyMap { get; } = new([], []);

    /// <summary>The atoms of a set, or the keys of a map; ascending, unique.</summary>
    public ImmutableArray<OvsdbAtom> Keys { get; }

    /// <summary>For each key of a map its value; <c>default</c> for sets.</summary>
    public ImmutableArray<OvsdbAtom> Values { get; }

    /// <summary>Whether it is a map.</summary>
    public bool IsMap => !Values.IsDefault;

    /// <summary>How many atoms or pairs there are.</summary>
    public int Count => Keys.Length;

    /// <summary>The only atom; null when there is none or more than one.</summary>
    public OvsdbAtom? Single => !IsMap && Keys.Length == 1 ? Keys[0] : default(OvsdbAtom?);

    public static implicit operator OvsdbValue(OvsdbAtom atom) => new([atom], default);

    public static implicit operator OvsdbValue(string text) => (OvsdbAtom)text;

    public static implicit operator OvsdbValue(long number) => (OvsdbAtom)number;

    public static implicit operator OvsdbValue(bool truth) => (OvsdbAtom)truth;

    public static implicit operator OvsdbValue(Guid row) => (OvsdbAtom)row;

    /// <summary>A set; what is there twice counts once.</summary>
    public static OvsdbValue Set(IEnumerable<OvsdbAtom> atoms) => new([.. atoms.Order().Distinct()], default);

    /// <summary>A map.</summary>
    /// <exception cref="ArgumentException">A key is there twice.</exception>
    public static OvsdbValue Map(IEnumerable<KeyValuePair<OvsdbAtom, OvsdbAtom>> pairs)
    {
        var ordered = pairs.OrderBy(pair => pair.Key).ToList();
        for (int i = 1; i < ordered.Count; i++)
        {
            if (ordered[i].Key == ordered[i - 1].Key)
            {
                throw new ArgumentException($"The key '{ordered[i].Key}' is in the map twice.", nameof(pairs));
            }
        }

        return new([.. ordered.Select(pair => pair.Key)], [.. ordered.Select(pair => pair.Value)]);
    }

    /// <summary>A map from text to text.</summary>
    public static OvsdbValue Map(IEnumerable<KeyValuePair<string, string>> pairs) =>
        Map(pairs.Select(pair => KeyValuePair.Create<OvsdbAtom, OvsdbAtom>(pair.Key, pair.Value)));

    /// <summary>What stands under a key of a map; null when nothing does.</summary>
    public OvsdbAtom? Find(OvsdbAtom key)
    {
        int index = IsMap ? Keys.BinarySearch(key) : -1;

        return index >= 0 ? Values[index] : default(OvsdbAtom?);
    }

    /// <summary>Applies what a server sends of a change: atoms that appear or vanish, pairs that appear, vanish or change
    /// (ovsdb-server(7), section 4.1.14).</summary>
    public OvsdbValue Toggle(OvsdbValue difference)
    {
        if (!IsMap)
        {
            var atoms = Keys.ToHashSet();
            atoms.SymmetricExceptWith(difference.Keys);

            return Set(atoms);
        }

        var pairs = new Dictionary<OvsdbAtom, OvsdbAtom>(Count);
        for (int i = 0; i < Count; i++)
        {
            pairs[Keys[i]] = Values[i];
        }

        for (int i = 0; i < difference.Count; i++)
        {
            var (key, value) = (difference.Keys[i], difference.Values[i]);
            if (pairs.TryGetValue(key, out var there) && there == value)
            {
                pairs.Remove(key);
            }
            else
            {
                pairs[key] = value;
            }
        }

        return Map(pairs);
    }

    /// <inheritdoc/>
    public bool Equals(OvsdbValue? other) =>
        other is not null && IsMap == other.IsMap && Keys.AsSpan().SequenceEqual(other.Keys.AsSpan()) &&
        (!IsMap || Values.AsSpan().SequenceEqual(other.Values.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OvsdbValue);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var key in Keys)
        {
            hash.Add(key);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => IsMap
        ? $"{{{string.Join(", ", Keys.Zip(Values, (key, value) => $"{key}={value}"))}}}"
        : Single is { } one ? one.ToString() : $"[{string.Join(", ", Keys)}]";
}
