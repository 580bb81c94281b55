using Vireo.Fleet;
using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Scheduling.Sizing;

/// <summary>A response time that users were promised, and what was learned of how it depends on size.</summary>
/// <param name="ResponseTime">What is promised.</param>
/// <param name="Model">Of the response time in seconds, under load in MHz.</param>
public sealed record PromisedService(TimeSpan ResponseTime, QualityModel Model)
{
    /// <summary>What a machine's group promised.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="policy">Names the groups and their promises.</param>
    /// <param name="serviceOf">What was learned of a group.</param>
    /// <returns>Null where nothing is promised or too little is known.</returns>
    public static PromisedService? Of(VirtualMachine machine, Policy policy, Func<VmGroupId, ServiceLevel?> serviceOf)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(serviceOf);

        return machine.Group is { } id
            && policy.Groups.FirstOrDefault(group => group.Id == id) is { ResponseTime: { } promised }
            && serviceOf(id)?.ModelOf(QualityMeasure.ResponseTime) is { } model
                ? new PromisedService(promised, model)
                : null;
    }

    /// <summary>The fewest processors under which the promise holds.</summary>
    /// <param name="mhz">The load.</param>
    /// <param name="contention">Share of time that processors are waited for, 0 to 1.</param>
    /// <param name="memoryGib">Memory in GiB, above 0.</param>
    /// <param name="atMost">More than this are not advised.</param>
    /// <returns>That many; null when not even the most would do.</returns>
    public int? FewestCores(double mhz, double contention, double memoryGib, int atMost)
    {
        for (int cores = 1; cores <= atMost; cores++)
        {
            if (UpperAt(mhz, contention, cores, memoryGib) <= ResponseTime)
            {
                return cores;
            }
        }

        return null;
    }

    /// <summary>The upper bound of the response time at a size.</summary>
    public TimeSpan UpperAt(double mhz, double contention, int cores, double memoryGib) => TimeSpan.FromSeconds(Math.Min(
        TimeSpan.MaxValue.TotalSeconds / 2,
        Model.Ask(new(mhz, contention, cores, memoryGib), ServiceLevel.Coverage).Upper));
}
