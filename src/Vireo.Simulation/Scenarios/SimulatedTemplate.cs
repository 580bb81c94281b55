using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>What a virtual machine created from a template looks like and does.</summary>
/// <param name="Id">The template's identifier.</param>
/// <param name="Cores">Virtual cores.</param>
/// <param name="CpuCapacity">The most CPU it may use.</param>
/// <param name="Memory">Configured memory.</param>
/// <param name="WorkloadRow">The row of the workload that its machines repeat.</param>
public sealed record SimulatedTemplate(
    VmTemplateId Id, int Cores, CpuMhz CpuCapacity, MemoryBytes Memory, int WorkloadRow);
