namespace Vireo.Simulation;

/// <summary>Picks the machine that an overloaded host gives up next.</summary>
internal interface IMachineSelection
{
    /// <summary>The position of the machine among those on a host, of which there is at least one.</summary>
    int Select(CloudSimFleet fleet, ReadOnlySpan<int> machines);
}
