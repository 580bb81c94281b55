using System.ComponentModel;
using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Server.Api.Groups;

/// <summary>Conditions that are only planned, compared with those of lately.</summary>
/// <param name="Load">Times the load of lately: 1.3 for thirty per cent more.</param>
/// <param name="Cpus">Virtual processors more, or less below 0, for each replica.</param>
/// <param name="MemoryGib">GiB of memory more, or less below 0, for each replica.</param>
internal sealed record WhatIf(
    [property: Description("Times the load of lately: 1.3 for thirty per cent more.")] double? Load,
    [property: Description("Virtual processors more, or less below 0, for each replica.")] double? Cpus,
    [property: Description("GiB of memory more, or less below 0, for each replica.")] double? MemoryGib)
{
    private const double MostLoad = 100;

    /// <summary>The conditions.</summary>
    /// <exception cref="ApiException">They are impossible.</exception>
    public ServiceConditions Under(ServiceConditions now)
    {
        double load = Load ?? 1;
        var planned = new ServiceConditions(
            now.Load * load, now.Contention, now.VirtualCpus + (Cpus ?? 0), now.MemoryGib + (MemoryGib ?? 0));

        return load is >= 0 and <= MostLoad && planned.VirtualCpus > 0 && planned.MemoryGib > 0
            ? planned
            : throw ApiException.BadRequest(
                $"Expected a load from 0 to {MostLoad} times that of lately, and processors and memory that leave some of " +
                $"the {now.VirtualCpus:0.##} processors and {now.MemoryGib:0.##} GiB of a replica; " +
                $"found load {load}, cpus {Cpus ?? 0} and memoryGib {MemoryGib ?? 0}.");
    }
}
