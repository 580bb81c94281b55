using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>What an earlier run of a scenario left behind, besides where its machines stand.</summary>
/// <param name="Made">Machines that were made since the scenario began.</param>
/// <param name="Gone">Machines of the scenario that were deleted since.</param>
/// <param name="Pools">Resource pools in force.</param>
public sealed record EarlierRun(
    ImmutableArray<EarlierMachine> Made, ImmutableArray<VirtualMachineId> Gone, ImmutableArray<PoolSetting> Pools)
{
    /// <summary>Machines of the scenario whose size was changed since, as the scenario has them: what is asked of them
    /// follows from that.</summary>
    public ImmutableArray<VirtualMachine> Resized { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static EarlierRun None { get; } = new([], [], []);
}
