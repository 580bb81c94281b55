namespace Vireo.Scheduling.Placement.Arriving;

/// <summary>A machine that asks for a place.</summary>
/// <param name="Id">Its number, unique.</param>
/// <param name="Cores">Cores it asks for.</param>
/// <param name="MemoryGib">Memory it asks for, GiB.</param>
/// <param name="Request">The request it came with: machines of one request tend to end together.</param>
public sealed record ArrivingMachine(int Id, int Cores, double MemoryGib, int Request);
