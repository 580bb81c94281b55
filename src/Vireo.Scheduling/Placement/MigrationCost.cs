using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement;

/// <summary>What a migration costs, in the energy that policy equates with its traffic, double running and risk, and with
/// the CPU that the machine goes without on the way.</summary>
internal static class MigrationCost
{
    /// <summary>Forecasts err and a move is certain: what wished moves gain has to be so many times what they
    /// cost (S11).</summary>
    public const double PayBack = 1.25;

    private const double Gibibyte = 1L << 30;
    private const double MhzPerGhz = 1_000;

    // Beloglazov & Buyya, Concurrency and Computation 24(13), 2012: a machine runs about a tenth slower while it moves.
    private const double Degradation = 0.1;

    // Preparing and switching over take their part however small the machine is.
    private const double LeastGibibytes = 1;

    /// <summary>Watt-hours for one machine to leave a host: what it uses is carried, not what it was
    /// given.</summary>
    public static double Of(FleetModel model, int machine, int from)
    {
        var policy = model.Policy;
        double carried = Math.Max(LeastGibibytes, model.Demand.MemoryInUse[machine] / Gibibyte);

        return Math.Max(0, policy.MigrationWattHours) + (carried * Math.Max(0, policy.MigrationWattHoursPerGib)) +
            (Hours(model, from, carried) * Degradation * model.MeanDemand(machine) / MhzPerGhz *
                Math.Max(0, policy.UnservedWattHoursPerGhzHour));
    }

    // Over the share of its host's link that migrations may use; a link of unknown speed is left out.
    private static double Hours(FleetModel model, int from, double gibibytes)
    {
        double speed = model.Fleet.Hosts[from].NetworkCapacity.Value * model.Policy.MigrationBandwidthRatio;

        return speed > 0 ? Math.Min(1, gibibytes * Gibibyte / speed / 3600) : 0;
    }
}
