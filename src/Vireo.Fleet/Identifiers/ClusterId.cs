using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies a cluster: the hosts between which virtual machines can move.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<ClusterId>))]
public readonly record struct ClusterId(string Value) : IIdentifier<ClusterId>
{
    /// <inheritdoc/>
    public static ClusterId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ClusterId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
