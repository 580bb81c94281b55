namespace Vireo.Server.Api.Orders;

/// <summary>How a machine is suspended.</summary>
/// <param name="ToDisk">Its memory is written to disk and given back to the host; else it stands still in memory.</param>
public sealed record Suspension(bool ToDisk = false);
