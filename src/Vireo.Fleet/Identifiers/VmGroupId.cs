using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies a group of replicas made from one template.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<VmGroupId>))]
public readonly record struct VmGroupId(string Value) : IIdentifier<VmGroupId>
{
    /// <inheritdoc/>
    public static VmGroupId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(VmGroupId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
