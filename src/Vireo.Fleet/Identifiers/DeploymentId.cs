using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies machines that were asked for together.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<DeploymentId>))]
public readonly record struct DeploymentId(string Value) : IIdentifier<DeploymentId>
{
    /// <inheritdoc/>
    public static DeploymentId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(DeploymentId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
