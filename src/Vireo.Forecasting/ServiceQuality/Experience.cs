namespace Vireo.Forecasting.ServiceQuality;

/// <summary>The hardest conditions that were observed.</summary>
/// <param name="Load">Most load for each processor.</param>
/// <param name="Contention">Most contention.</param>
/// <param name="VirtualCpus">Fewest processors.</param>
/// <param name="MemoryGib">Least memory.</param>
internal readonly record struct Experience(double Load, double Contention, double VirtualCpus, double MemoryGib)
{
    /// <summary>Of some observations, at least one.</summary>
    public static Experience Of(QualityObservation[] observations) =>
        new(
            observations.Max(seen => seen.Conditions.Load / seen.Conditions.VirtualCpus),
            observations.Max(seen => seen.Conditions.Contention),
            observations.Min(seen => seen.Conditions.VirtualCpus),
            observations.Min(seen => seen.Conditions.MemoryGib));

    /// <summary>Whether conditions are no harder than that.</summary>
    public bool Covers(ServiceConditions conditions) =>
        conditions.Load / conditions.VirtualCpus <= Load && conditions.Contention <= Contention &&
        conditions.VirtualCpus >= VirtualCpus && conditions.MemoryGib >= MemoryGib;
}
