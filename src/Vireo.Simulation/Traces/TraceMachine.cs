namespace Vireo.Simulation;

/// <summary>What a trace says about one virtual machine besides its samples; null where it says nothing.</summary>
/// <param name="Name">As in the trace; two machines may share one.</param>
/// <param name="Cores">Virtual cores.</param>
/// <param name="CpuMhz">CPU capacity.</param>
/// <param name="MemoryBytes">Configured memory.</param>
public sealed record TraceMachine(string Name, int? Cores, double? CpuMhz, double? MemoryBytes);
