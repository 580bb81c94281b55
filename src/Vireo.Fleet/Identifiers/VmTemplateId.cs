using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies a template from which virtual machines are created.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<VmTemplateId>))]
public readonly record struct VmTemplateId(string Value) : IIdentifier<VmTemplateId>
{
    /// <inheritdoc/>
    public static VmTemplateId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(VmTemplateId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
