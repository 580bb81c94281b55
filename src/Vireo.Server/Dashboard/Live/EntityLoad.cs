namespace Vireo.Server.Dashboard.Live;

/// <summary>What one host or machine used in the newest complete interval; null where nothing was measured.</summary>
/// <param name="CpuMhz">Processor use.</param>
/// <param name="CpuRatio">Processor use over capacity; above 1 under contention.</param>
/// <param name="MemoryRatio">Memory use over capacity.</param>
/// <param name="Watts">Measured power, hosts only.</param>
public readonly record struct EntityLoad(double? CpuMhz, double? CpuRatio, double? MemoryRatio, double? Watts)
{
    /// <summary>Nothing was measured.</summary>
    public static EntityLoad Unknown => default;
}
