using Vireo.Fleet;

namespace Vireo.Server.Api.Pools;

/// <summary>What the machines in a pool and in those below it use, by the newest measurements; null where none of them
/// was measured lately.</summary>
/// <param name="Cpu">In MHz.</param>
/// <param name="Memory">In bytes.</param>
/// <param name="Network">In bytes per second, both ways together.</param>
/// <param name="Disk">In bytes per second, both ways together.</param>
public sealed record PoolUse(double? Cpu, double? Memory, double? Network, double? Disk)
{
    /// <summary>Nothing was measured.</summary>
    public static PoolUse Unknown { get; } = new(null, null, null, null);

    /// <summary>Of one resource.</summary>
    public double? Of(PoolResource resource) => resource switch
    {
        PoolResource.Cpu => Cpu,
        PoolResource.Memory => Memory,
        PoolResource.Network => Network,
        _ => Disk,
    };
}
