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

    /// <summary>Preparing and switching over take their part however small the machine is.</summary>
    public const long LeastBytes = 1L << 30;

    /// <summary>Watt-hours for one machine to leave a host: what it uses is carried, not what it was
    /// given.</summary>
    public static double Of(FleetModel model, int machine, int from)
    {
        var policy = model.Policy;
        double carried = Math.Max(LeastBytes, model.Demand.MemoryInUse[machine]) / Gibibyte;

        return Math.Max(0, policy.MigrationWattHours) + (carried * Math.Max(0, policy.MigrationWattHoursPerGib)) +
            (model.Times.Hours(machine, model.Fleet.Hosts[from]) * Degradation * model.MeanDemand(machine) / MhzPerGhz *
                Math.Max(0, policy.UnservedWattHoursPerGhzHour));
    }
}
