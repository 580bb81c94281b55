namespace Vireo.Simulation;

/// <summary>MMT: the machine that migrates fastest.</summary>
internal sealed class LeastMemory : IMachineSelection
{
    public int Select(CloudSimFleet fleet, ReadOnlySpan<int> machines)
    {
        int best = 0;
        for (int i = 1; i < machines.Length; i++)
        {
            best = fleet.Kind(machines[i]).MemoryMib < fleet.Kind(machines[best]).MemoryMib ? i : best;
        }

        return best;
    }
}
