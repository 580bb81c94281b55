using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies a resource pool.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<ResourcePoolId>))]
public readonly record struct ResourcePoolId(string Value) : IIdentifier<ResourcePoolId>
{
    /// <inheritdoc/>
    public static ResourcePoolId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ResourcePoolId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
