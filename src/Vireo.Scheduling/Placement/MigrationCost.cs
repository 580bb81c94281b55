using Vireo.Fleet;

namespace Vireo.Scheduling.Placement;

/// <summary>What a migration costs, in the energy that policy equates with its traffic, degradation and risk.</summary>
internal static class MigrationCost
{
    private const double Gibibyte = 1L << 30;

    /// <summary>Watt-hours for one machine: what it uses is carried, not what it was given.</summary>
    public static double Of(long memoryInUse, Policy policy) =>
        Math.Max(0, policy.MigrationWattHours) + (memoryInUse / Gibibyte * Math.Max(0, policy.MigrationWattHoursPerGib));
}
