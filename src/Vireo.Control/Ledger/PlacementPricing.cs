using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Prices the same demand on two placements, so that what a plan changed is told apart from what the load
/// did.</summary>
internal static class PlacementPricing
{
    private const double MhzPerGhz = 1_000;

    /// <summary>Compares before and after.</summary>
    /// <param name="change">The placements.</param>
    /// <param name="step">Spacing of the demand.</param>
    /// <param name="demandMhz">A row for each machine of the change, all of one length; NaN where nothing is known,
    /// which then weighs on neither side.</param>
    public static PlacementEffect Compare(PlacementChange change, TimeSpan step, double[][] demandMhz)
    {
        var before = Price(change, step, demandMhz, machine => machine.Before, host => host.IsOnBefore);
        var after = Price(change, step, demandMhz, machine => machine.After, host => host.IsOnAfter);

        return new PlacementEffect(
            before.EnergyWattHours, after.EnergyWattHours, before.ContentionMinutes, after.ContentionMinutes,
            before.UnservedWattHours, after.UnservedWattHours);
    }

    private static Side Price(
        PlacementChange change, TimeSpan step, double[][] demandMhz, Func<TouchedMachine, HostId> place,
        Func<TouchedHost, bool> isOn)
    {
        var rows = change.Machines.Select((machine, row) => (Host: place(machine), Row: demandMhz[row]))
            .ToLookup(placed => placed.Host, placed => placed.Row);
        int steps = demandMhz.Length > 0 ? demandMhz[0].Length : (int)(change.Horizon / step);
        var side = new Side();
        foreach (var host in change.Hosts.Where(isOn))
        {
            for (int at = 0; at < steps; at++)
            {
                Add(ref side, host, rows[host.Id].Sum(row => double.IsNaN(row[at]) ? 0 : row[at]), step, change);
            }
        }

        return side;
    }

    private static void Add(ref Side side, TouchedHost host, double mhz, TimeSpan step, PlacementChange change)
    {
        double capacity = Math.Max(host.CpuCapacityMhz, 1);
        side.EnergyWattHours += host.Power.At(mhz / capacity).Value * step.TotalHours;
        if (mhz > capacity)
        {
            side.ContentionMinutes += step.TotalMinutes;
            side.UnservedWattHours +=
                (mhz - capacity) / MhzPerGhz * step.TotalHours * change.UnservedWattHoursPerGhzHour;
        }
    }

    private struct Side
    {
        public double EnergyWattHours;
        public double ContentionMinutes;
        public double UnservedWattHours;
    }
}
