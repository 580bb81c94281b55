using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>A service whose load is shared evenly by the machines of a group that run, however many they are.</summary>
/// <param name="Id">The group.</param>
/// <param name="WorkloadRow">The row whose CPU ratio it follows.</param>
/// <param name="Peak">What the whole group wants at a ratio of 1.</param>
public sealed record SimulatedGroup(VmGroupId Id, int WorkloadRow, CpuMhz Peak);
