using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies a connected hypervisor system.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<ProviderId>))]
public readonly record struct ProviderId(string Value) : IIdentifier<ProviderId>
{
    /// <inheritdoc/>
    public static ProviderId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ProviderId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
