using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Control;

/// <summary>The demand of the machines that a plan touches: as forecast, and as measured.</summary>
internal static class DemandRows
{
    private const double Middle = 0.5;

    /// <summary>The median forecast; null when the outlook says nothing.</summary>
    public static double[][]? Forecast(PlacementChange change, Outlook outlook)
    {
        int level = outlook.Levels.IndexOf(Middle);
        if (level < 0 || outlook.Steps == 0)
        {
            return null;
        }

        var known = outlook.VirtualMachines.ToDictionary(machine => machine.VirtualMachine, machine => machine.Cpu.Quantiles);

        return
        [
            .. change.Machines.Select(machine => known.TryGetValue(machine.Id, out var quantiles)
                ? quantiles.AsSpan().Slice(level * outlook.Steps, outlook.Steps).ToArray().Select(mhz => (double)mhz).ToArray()
                : Unknown(outlook.Steps)),
        ];
    }

    /// <summary>What was measured in a window: what the guest wanted where the hypervisor knows that, else what it
    /// got.</summary>
    public static double[][] Measured(
        PlacementChange change, ITelemetryStore telemetry, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        int steps = (int)((to - from) / step);

        return
        [
            .. change.Machines.Select(machine =>
                Read(machine.Id, Metric.CpuDemand, telemetry, from, to, step, steps)
                ?? Read(machine.Id, Metric.CpuUsage, telemetry, from, to, step, steps)
                ?? Unknown(steps)),
        ];
    }

    /// <summary>Share of it that is known, 0 to 1; 1 where there is nothing to know.</summary>
    public static double Coverage(double[][] rows)
    {
        int all = rows.Sum(row => row.Length);

        return all == 0 ? 1 : rows.Sum(row => row.Count(double.IsFinite)) / (double)all;
    }

    private static double[]? Read(
        VirtualMachineId machine, Metric metric, ITelemetryStore telemetry, DateTimeOffset from, DateTimeOffset to,
        TimeSpan step, int steps)
    {
        if (telemetry.Read(new SeriesKey(EntityId.Of(machine), metric), from, to, step) is not { } series)
        {
            return null;
        }

        double[] row = Unknown(steps);
        for (int at = 0; at < series.Values.Length; at++)
        {
            int position = (int)((series.Start + (at * step) - from) / step);
            if (position >= 0 && position < steps)
            {
                row[position] = series.Values.Span[at];
            }
        }

        return row;
    }

    private static double[] Unknown(int steps)
    {
        double[] row = new double[steps];
        Array.Fill(row, double.NaN);

        return row;
    }
}
