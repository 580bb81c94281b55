using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Identifies a datastore: the shared storage that holds disks of virtual machines.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<DatastoreId>))]
public readonly record struct DatastoreId(string Value) : IIdentifier<DatastoreId>
{
    /// <inheritdoc/>
    public static DatastoreId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(DatastoreId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
