namespace Vireo.Server.Api.Orders;

/// <summary>The size that a machine is to have; what is left out stays.</summary>
/// <param name="Cores">Virtual cores, at least 1.</param>
/// <param name="Memory">Such as <c>8GiB</c>.</param>
/// <param name="Restarts">Whether it may be stopped and started again for it; else it is changed while it runs.</param>
/// <param name="SnapshotFirst">Whether a snapshot is taken before; without it the size stays.</param>
public sealed record Resizing(int? Cores = null, string? Memory = null, bool Restarts = false, bool SnapshotFirst = false);
