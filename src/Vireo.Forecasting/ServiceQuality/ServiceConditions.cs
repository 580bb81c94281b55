namespace Vireo.Forecasting.ServiceQuality;

/// <summary>What a service has to cope with, and with what. "One vCPU less" is <c>now with { VirtualCpus = n − 1
/// }</c>.</summary>
/// <param name="Load">Demand in any unit that grows with work: requests a second, connections, bits a second.</param>
/// <param name="Contention">Share of time that the machine waited for a processor (ready or steal), 0 to 1.</param>
/// <param name="VirtualCpus">Virtual processors, above 0.</param>
/// <param name="MemoryGib">Memory in GiB, above 0.</param>
public readonly record struct ServiceConditions(double Load, double Contention, double VirtualCpus, double MemoryGib)
{
    /// <summary>The same with more load: 1.3 for thirty per cent more.</summary>
    public ServiceConditions UnderLoad(double factor) => this with { Load = Load * factor };

    /// <summary>Whether all of it is possible.</summary>
    internal bool IsSound =>
        Load >= 0 && double.IsFinite(Load) && Contention is >= 0 and <= 1 && VirtualCpus > 0 &&
        double.IsFinite(VirtualCpus) && MemoryGib > 0 && double.IsFinite(MemoryGib);
}
