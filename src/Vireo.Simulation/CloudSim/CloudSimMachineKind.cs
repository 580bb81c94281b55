using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>A kind of virtual machine of the reference simulator: one core each.</summary>
/// <param name="Mips">Of its core.</param>
/// <param name="MemoryMib">Configured memory.</param>
internal sealed record CloudSimMachineKind(double Mips, int MemoryMib)
{
    /// <summary>The four kinds, in the order in which they are handed out.</summary>
    public static ImmutableArray<CloudSimMachineKind> All { get; } =
        [new(2500, 870), new(2000, 1740), new(1000, 1740), new(500, 613)];

    /// <summary>The kind of a machine: blocks by its place in the trace.</summary>
    /// <param name="row">Its place, from 0.</param>
    /// <param name="count">Machines in the trace.</param>
    public static CloudSimMachineKind Of(int row, int count) => All[row / ((count + All.Length - 1) / All.Length)];
}
