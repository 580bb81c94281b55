using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>SHA-256 of a value's canonical text: equal content, equal hash, on any machine.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<ContentHash>))]
public readonly record struct ContentHash(string Value) : IIdentifier<ContentHash>
{
    /// <summary>Hashes canonical bytes.</summary>
    public static ContentHash OfBytes(ReadOnlySpan<byte> canonical) =>
        new(Convert.ToHexStringLower(SHA256.HashData(canonical)));

    /// <summary>Hashes a value by its canonical text.</summary>
    public static ContentHash Of<T>(T value) => OfBytes(CanonicalJson.Write(value));

    /// <inheritdoc/>
    public static ContentHash From(string value) => new(value);

    /// <summary>The first twelve digits, for people.</summary>
    public string Short => Value.Length > 12 ? Value[..12] : Value;

    /// <inheritdoc/>
    public int CompareTo(ContentHash other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
