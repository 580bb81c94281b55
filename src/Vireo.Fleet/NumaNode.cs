namespace Vireo.Fleet;

/// <summary>A part of a host's memory with the processors that reach it fastest.</summary>
/// <param name="Id">As the host numbers it.</param>
/// <param name="Cpus">Threads that run at once.</param>
/// <param name="Memory">All of it.</param>
/// <param name="DistanceToFarthest">Of the node that it takes longest to reach, where 10 is its own memory; zero where the
/// host does not say.</param>
public sealed record NumaNode(int Id, int Cpus, MemoryBytes Memory, int DistanceToFarthest);
