namespace Vireo.Simulation;

/// <summary>RS: any machine. The reference does not seed it; here the seed is part of the run.</summary>
internal sealed class RandomSelection(long seed) : IMachineSelection
{
    private readonly Random _random = new((int)(seed ^ (seed >> 32)));

    public int Select(CloudSimFleet fleet, ReadOnlySpan<int> machines) => _random.Next(machines.Length);
}
