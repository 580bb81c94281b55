namespace Vireo.Server.Api.Orders;

/// <summary>A snapshot to take.</summary>
/// <param name="Name">1 to 64 letters, digits, '-', '_' or '.'; left out, it is called by the time.</param>
public sealed record SnapshotTaking(string? Name = null);
