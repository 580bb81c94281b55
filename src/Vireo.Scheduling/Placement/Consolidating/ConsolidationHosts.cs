namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>Hosts as a consolidation sees them: one value a host in each array.</summary>
/// <param name="Capacity">CPU, in the unit of demand.</param>
/// <param name="CoreCapacity">CPU that one machine can use at most.</param>
/// <param name="Efficiency">Work for the power at full load; more efficient hosts are filled first.</param>
/// <param name="Memory">In any unit; infinity where it does not count.</param>
public sealed record ConsolidationHosts(double[] Capacity, double[] CoreCapacity, double[] Efficiency, double[] Memory)
{
    /// <summary>How many.</summary>
    public int Count => Capacity.Length;
}
