namespace Vireo.Scheduling.Placement.Arriving;

/// <summary>What every host of a fleet offers.</summary>
/// <param name="Cores">Cores to give away.</param>
/// <param name="MemoryGib">Memory to give away, GiB.</param>
public sealed record HostShape(int Cores, double MemoryGib);
