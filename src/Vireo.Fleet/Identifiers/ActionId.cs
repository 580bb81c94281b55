using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies one planned action, unique over all plans.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<ActionId>))]
public readonly record struct ActionId(string Value) : IIdentifier<ActionId>
{
    /// <inheritdoc/>
    public static ActionId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ActionId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
