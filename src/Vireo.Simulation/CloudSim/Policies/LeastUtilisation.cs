namespace Vireo.Simulation;

/// <summary>MU: the machine with the least utilisation of its own CPU.</summary>
internal sealed class LeastUtilisation : IMachineSelection
{
    public int Select(CloudSimFleet fleet, ReadOnlySpan<int> machines)
    {
        int best = 0;
        for (int i = 1; i < machines.Length; i++)
        {
            best = Ratio(fleet, machines[i]) < Ratio(fleet, machines[best]) ? i : best;
        }

        return best;
    }

    private static double Ratio(CloudSimFleet fleet, int machine) =>
        fleet.Demand[machine] / fleet.Kind(machine).Mips;
}
