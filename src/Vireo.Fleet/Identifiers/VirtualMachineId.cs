using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies a virtual machine, unique in the fleet; names need not be unique, identifiers are.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<VirtualMachineId>))]
public readonly record struct VirtualMachineId(string Value) : IIdentifier<VirtualMachineId>
{
    /// <inheritdoc/>
    public static VirtualMachineId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(VirtualMachineId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
