using Vireo.Fleet;

namespace Vireo.Server.Api.Inventory;

/// <summary>Storage that holds files of machines.</summary>
/// <param name="Datastore">What its provider says of it.</param>
/// <param name="Vms">How many machines have their files there.</param>
public sealed record DatastoreRow(Datastore Datastore, int Vms);
