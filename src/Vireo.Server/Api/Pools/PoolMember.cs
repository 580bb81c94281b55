using Vireo.Fleet;

namespace Vireo.Server.Api.Pools;

/// <summary>A machine in a pool.</summary>
/// <param name="Vm">Which machine.</param>
/// <param name="CpuMhz">The CPU it is entitled to.</param>
/// <param name="MemoryBytes">The memory it is entitled to.</param>
public sealed record PoolMember(VirtualMachineId Vm, double CpuMhz, double MemoryBytes);
