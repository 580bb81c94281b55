using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies a host, unique in the fleet.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<HostId>))]
public readonly record struct HostId(string Value) : IIdentifier<HostId>
{
    /// <inheritdoc/>
    public static HostId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(HostId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
