using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>A machine that runs, as pools are divided over it.</summary>
/// <param name="Id">What it is called in the fleet.</param>
/// <param name="Uuid">What its host calls it.</param>
/// <param name="Host">Where it runs.</param>
/// <param name="CpuMhz">What its processors could use.</param>
/// <param name="Wants">What it wants of each <see cref="PoolResource"/>, with room to grow until the next look.</param>
/// <param name="Received">The part of its network traffic that comes in, 0 to 1.</param>
/// <param name="Cpu">What its host was told of it last.</param>
/// <param name="Use">What it had since the reading before; null where there is none.</param>
internal sealed record PooledMachine(
    VirtualMachineId Id, string Uuid, HostId Host, double CpuMhz, ImmutableArray<double> Wants, double Received, CpuTuning Cpu,
    CpuUse? Use = null)
{
    /// <summary>By what its weight is multiplied so that it gets what it is entitled to.</summary>
    public double Correction { get; init; } = 1;
}
