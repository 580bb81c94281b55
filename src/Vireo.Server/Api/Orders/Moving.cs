namespace Vireo.Server.Api.Orders;

/// <summary>Where a machine is to be; what is left out stays.</summary>
/// <param name="Host">The host it is to run on.</param>
/// <param name="Datastore">The datastore its files are to lie on, where the provider can move them.</param>
public sealed record Moving(string? Host = null, string? Datastore = null);
