using Vireo.Fleet;

namespace Vireo.Server.Dashboard.Plans;

/// <summary>A host that a plan touches, at one end of the plan. Ratios are of its capacity; 0 when nothing is on
/// it.</summary>
/// <param name="Id">Which host.</param>
/// <param name="Name">For people.</param>
/// <param name="CpuRatio">CPU expected, the median, mean of the horizon.</param>
/// <param name="MemoryRatio">Memory configured.</param>
/// <param name="Machines">How many are on it.</param>
/// <param name="IsOn">Whether it runs.</param>
public sealed record PlanHost(HostId Id, string Name, double CpuRatio, double MemoryRatio, int Machines, bool IsOn);
