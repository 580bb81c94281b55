using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Machines whose demand rises above its forecast together: their peaks do not even out on a host.</summary>
/// <param name="Name">What they have in common, for people: <c>group web</c>, <c>tag nightly</c>, or
/// <see cref="Everyone"/>.</param>
/// <param name="Ratio">Mean correlation of the forecast errors of two of them, 0 to 1.</param>
/// <param name="VirtualMachines">Which, ordered by identifier; a machine is in one list at most. Empty for all that the
/// outlook knows.</param>
public sealed record PeakCorrelation(string Name, double Ratio, ImmutableArray<VirtualMachineId> VirtualMachines)
{
    /// <summary>The name of what all machines have in common.</summary>
    public const string Everyone = "all machines";
}
