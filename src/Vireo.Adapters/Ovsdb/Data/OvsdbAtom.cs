using System.Globalization;

namespace Vireo.Adapters.Ovsdb;

/// <summary>A single value: number, truth, text or a row's identifier. Ordered by type, then value, so that sets have one
/// form.</summary>
internal readonly struct OvsdbAtom : IEquatable<OvsdbAtom>, IComparable<OvsdbAtom>
{
    private readonly long _bits;
    private readonly string? _text;
    private readonly Guid _uuid;

    private OvsdbAtom(OvsdbAtomType type, long bits, string? text, Guid uuid) =>
        (Type, _bits, _text, _uuid) = (type, bits, text, uuid);

    /// <summary>What it is.</summary>
    public OvsdbAtomType Type { get; }

    /// <summary>The integer.</summary>
    public long Integer => Of(OvsdbAtomType.Integer)._bits;

    /// <summary>The number.</summary>
    public double Real => BitConverter.Int64BitsToDouble(Of(OvsdbAtomType.Real)._bits);

    /// <summary>Whether it is true.</summary>
    public bool Boolean => Of(OvsdbAtomType.Boolean)._bits != 0;

    /// <summary>The text.</summary>
    public string Text => Of(OvsdbAtomType.String)._text ?? "";

    /// <summary>The row's identifier; all zero where <see cref="Name"/> stands for it.</summary>
    public Guid Uuid => Of(OvsdbAtomType.Uuid)._uuid;

    /// <summary>The name under which a transaction inserts the row that is meant; null for rows that exist.</summary>
    public string? Name => Type == OvsdbAtomType.Uuid ? _text : null;

    public static implicit operator OvsdbAtom(long value) => new(OvsdbAtomType.Integer, value, null, default);

    public static implicit operator OvsdbAtom(double value) =>
        // One zero: the two would be equal and hash differently.
        new(OvsdbAtomType.Real, BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value), null, default);

    public static implicit operator OvsdbAtom(bool value) => new(OvsdbAtomType.Boolean, value ? 1 : 0, null, default);

    public static implicit operator OvsdbAtom(string value) => new(OvsdbAtomType.String, 0, value, default);

    public static implicit operator OvsdbAtom(Guid value) => new(OvsdbAtomType.Uuid, 0, null, value);

    public static bool operator ==(OvsdbAtom one, OvsdbAtom other) => one.Equals(other);

    public static bool operator !=(OvsdbAtom one, OvsdbAtom other) => !one.Equals(other);

    /// <summary>A row that the same transaction inserts under a name.</summary>
    public static OvsdbAtom Inserted(string name) => new(OvsdbAtomType.Uuid, 0, name, default);

    /// <summary>What a column holds when nothing was written: zero, false, the empty text.</summary>
    public static OvsdbAtom Default(OvsdbAtomType type) => type switch
    {
        OvsdbAtomType.Integer => 0L,
        OvsdbAtomType.Real => 0.0,
        OvsdbAtomType.Boolean => false,
        OvsdbAtomType.String => "",
        _ => Guid.Empty,
    };

    /// <inheritdoc/>
    public bool Equals(OvsdbAtom other) =>
        Type == other.Type && _bits == other._bits && _uuid == other._uuid && string.Equals(_text, other._text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OvsdbAtom other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, _bits, _text, _uuid);

    /// <inheritdoc/>
    public int CompareTo(OvsdbAtom other)
    {
        int byType = Type.CompareTo(other.Type);
        if (byType != 0)
        {
            return byType;
        }

        return Type switch
        {
            OvsdbAtomType.Real => Real.CompareTo(other.Real),
            OvsdbAtomType.String => string.CompareOrdinal(_text, other._text),
            OvsdbAtomType.Uuid when _uuid == other._uuid => string.CompareOrdinal(_text, other._text),
            OvsdbAtomType.Uuid => _uuid.CompareTo(other._uuid),
            _ => _bits.CompareTo(other._bits),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Type switch
    {
        OvsdbAtomType.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        OvsdbAtomType.Real => Real.ToString("R", CultureInfo.InvariantCulture),
        OvsdbAtomType.Boolean => _bits != 0 ? "true" : "false",
        OvsdbAtomType.String => _text ?? "",
        _ => _text ?? _uuid.ToString(),
    };

    private OvsdbAtom Of(OvsdbAtomType type) => Type == type
        ? this
        : throw new InvalidOperationException($"'{this}' is of type {Type}, not {type}.");
}
