using System.Text;
using System.Text.Json.Serialization;

namespace Vireo.Detection.Rules.Series;

/// <summary>The labels of a series, sorted by name; a label with an empty value is absent. Compared by
/// value.</summary>
[JsonConverter(typeof(LabelSetJsonConverter))]
public sealed class LabelSet : IEquatable<LabelSet>, IComparable<LabelSet>
{
    /// <summary>The label that holds a series' name.</summary>
    public const string NameLabel = "__name__";

    /// <summary>No labels.</summary>
    public static readonly LabelSet Empty = new([], []);

    private readonly string[] _names;
    private readonly string[] _values;
    private readonly int _hash;
    private LabelSet? _nameless;

    private LabelSet(string[] names, string[] values)
    {
        _names = names;
        _values = values;
        var hash = default(HashCode);
        for (int i = 0; i < names.Length; i++)
        {
            hash.Add(string.GetHashCode(names[i], StringComparison.Ordinal));
            hash.Add(string.GetHashCode(values[i], StringComparison.Ordinal));
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>Number of labels.</summary>
    public int Count => _names.Length;

    /// <summary>The labels without the series' name.</summary>
    public LabelSet Nameless => _nameless ??= Without(NameLabel);

    /// <summary>A value; empty when there is none.</summary>
    public string this[string name]
    {
        get
        {
            int at = IndexOf(name);

            return at < 0 ? "" : _values[at];
        }
    }

    /// <summary>One label, in the order of names.</summary>
    public (string Name, string Value) At(int index) => (_names[index], _values[index]);

    /// <summary>Collects labels; of two with one name the last counts.</summary>
    public static LabelSet Of(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in labels)
        {
            sorted[name] = value;
        }

        var kept = sorted.Where(label => label.Value.Length > 0).ToArray();

        return new([.. kept.Select(label => label.Key)], [.. kept.Select(label => label.Value)]);
    }

    /// <summary>All labels by name.</summary>
    public Dictionary<string, string> ToDictionary()
    {
        var labels = new Dictionary<string, string>(_names.Length, StringComparer.Ordinal);
        for (int i = 0; i < _names.Length; i++)
        {
            labels[_names[i]] = _values[i];
        }

        return labels;
    }

    /// <summary>With one label set, or taken away when the value is empty.</summary>
    public LabelSet With(string name, string value)
    {
        int at = IndexOf(name);
        if (value.Length == 0)
        {
            return at < 0 ? this : Without(name);
        }

        if (at >= 0)
        {
            if (_values[at] == value)
            {
                return this;
            }

            string[] changed = [.. _values];
            changed[at] = value;

            return new(_names, changed);
        }

        at = ~at;

        return new([.. _names[..at], name, .. _names[at..]], [.. _values[..at], value, .. _values[at..]]);
    }

    /// <summary>Without one label.</summary>
    public LabelSet Without(string name)
    {
        int at = IndexOf(name);

        return at < 0
            ? this : new([.. _names[..at], .. _names[(at + 1)..]], [.. _values[..at], .. _values[(at + 1)..]]);
    }

    /// <summary>Only, or all but, the labels named.</summary>
    /// <param name="names">Names, sorted by their characters' codes.</param>
    /// <param name="keep">Whether those named stay or go.</param>
    public LabelSet Filter(string[] names, bool keep)
    {
        int kept = 0;
        for (int i = 0; i < _names.Length; i++)
        {
            kept += Array.BinarySearch(names, _names[i], StringComparer.Ordinal) >= 0 == keep ? 1 : 0;
        }

        if (kept == _names.Length)
        {
            return this;
        }

        string[] keptNames = new string[kept];
        string[] keptValues = new string[kept];
        kept = 0;
        for (int i = 0; i < _names.Length; i++)
        {
            if (Array.BinarySearch(names, _names[i], StringComparer.Ordinal) >= 0 == keep)
            {
                (keptNames[kept], keptValues[kept++]) = (_names[i], _values[i]);
            }
        }

        return new(keptNames, keptValues);
    }

    /// <inheritdoc/>
    public bool Equals(LabelSet? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return other is not null && _hash == other._hash
            && _names.AsSpan().SequenceEqual(other._names) && _values.AsSpan().SequenceEqual(other._values);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public int CompareTo(LabelSet? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (int i = 0; i < Math.Min(Count, other.Count); i++)
        {
            int order = string.CompareOrdinal(_names[i], other._names[i]);
            order = order == 0 ? string.CompareOrdinal(_values[i], other._values[i]) : order;
            if (order != 0)
            {
                return order;
            }
        }

        return Count.CompareTo(other.Count);
    }

    /// <summary>As rule files write it: <c>name{label="value"}</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(this[NameLabel]);
        LabelSet rest = Nameless;
        if (rest.Count > 0 || text.Length == 0)
        {
            string labels = string.Join(", ", Enumerable.Range(0, rest.Count)
                .Select(i => $"{rest._names[i]}=\"{Escape(rest._values[i])}\""));
            text.Append('{').Append(labels).Append('}');
        }

        return text.ToString();
    }

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private int IndexOf(string name) => Array.BinarySearch(_names, name, StringComparer.Ordinal);
}
