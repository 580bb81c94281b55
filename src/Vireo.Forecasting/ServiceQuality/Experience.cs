namespace Vireo.Forecasting.ServiceQuality;

/// <summary>The conditions that were observed: the range of each.</summary>
/// <param name="Load">Load for each processor.</param>
/// <param name="Contention">Share of time waited.</param>
/// <param name="VirtualCpus">Processors.</param>
/// <param name="MemoryGib">Memory.</param>
internal readonly record struct Experience(
    (double Least, double Most) Load, (double Least, double Most) Contention, (double Least, double Most) VirtualCpus,
    (double Least, double Most) MemoryGib)
{
    // Means of what was observed are not beyond it for a rounding.
    private const double Rounding = 1e-9;

    // Most of what another size does is told by the load for each processor, which counts by itself.
    private const double SizeCounts = 0.25;

    /// <summary>Of some observations, at least one.</summary>
    public static Experience Of(QualityObservation[] observations) =>
        new(
            Range(observations, conditions => conditions.Load / conditions.VirtualCpus),
            Range(observations, conditions => conditions.Contention),
            Range(observations, conditions => conditions.VirtualCpus),
            Range(observations, conditions => conditions.MemoryGib));

    /// <summary>Whether conditions lie within all ranges: neither harder nor easier than what was observed.</summary>
    public bool Covers(ServiceConditions conditions) => Hardship(conditions) <= Rounding && Ease(conditions) <= Rounding;

    /// <summary>How much harder conditions are than any observed: the shares by which load for each processor passes the
    /// most, and (a quarter of) size falls short of the least, and the contention that is new, added up; 0 when none
    /// is.</summary>
    public double Hardship(ServiceConditions conditions) =>
        Excess(conditions.Load / conditions.VirtualCpus, Load.Most) + Math.Max(0, conditions.Contention - Contention.Most)
        + (SizeCounts
            * (Excess(VirtualCpus.Least, conditions.VirtualCpus) + Excess(MemoryGib.Least, conditions.MemoryGib)));

    /// <summary>How much easier, likewise.</summary>
    public double Ease(ServiceConditions conditions) =>
        (Load.Most > 0 ? Math.Max(0, Load.Least - (conditions.Load / conditions.VirtualCpus)) / Load.Most : 0)
        + Math.Max(0, Contention.Least - conditions.Contention)
        + (SizeCounts
            * (Excess(conditions.VirtualCpus, VirtualCpus.Most) + Excess(conditions.MemoryGib, MemoryGib.Most)));

    /// <summary>The same conditions where they are easier than any observed made as hard as the easiest that were: what
    /// service is like there is a bound for what it is like in ease.</summary>
    public ServiceConditions NoEasier(ServiceConditions conditions)
    {
        double cpus = Math.Min(conditions.VirtualCpus, VirtualCpus.Most);

        return new(
            Math.Max(conditions.Load, Load.Least * cpus), Math.Max(conditions.Contention, Contention.Least), cpus,
            Math.Min(conditions.MemoryGib, MemoryGib.Most));
    }

    private static (double Least, double Most) Range(
        QualityObservation[] observations, Func<ServiceConditions, double> of) =>
        (observations.Min(seen => of(seen.Conditions)), observations.Max(seen => of(seen.Conditions)));

    private static double Excess(double value, double limit) =>
        limit > 0 ? Math.Max(0, (value / limit) - 1) : value > 0 ? 1 : 0;
}
