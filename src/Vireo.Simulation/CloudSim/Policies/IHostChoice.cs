namespace Vireo.Simulation;

/// <summary>Picks the host for a machine among all that are suitable.</summary>
internal interface IHostChoice
{
    /// <summary>The host for a machine, or -1.</summary>
    /// <param name="fleet">As it is.</param>
    /// <param name="trial">As it would be.</param>
    /// <param name="machine">To be placed.</param>
    /// <param name="isExcluded">Hosts that are no target.</param>
    int Choose(CloudSimFleet fleet, TrialAllocation trial, int machine, ReadOnlySpan<bool> isExcluded);

    /// <summary>How much a host is wanted at the start, the most wanted first.</summary>
    /// <param name="start">What has been given away.</param>
    /// <param name="machine">To be placed.</param>
    /// <param name="host">On which it fits.</param>
    double StartCost(CloudSimStart start, int machine, int host);
}
