using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Inputs;

namespace Vireo.Scheduling.Placement.Model;

/// <summary>The demand of every machine over the horizon: median and squared spread to the policy's quantile.</summary>
/// <remarks>Machines vary independently unless the outlook says otherwise, so spreads add in quadrature: a host's demand
/// at quantile q is Σ median + √(Σ (quantile − median)²), per step; what machines have in common comes on top, see
/// <see cref="JointPeaks"/>. For normal demands this is exact; adding quantiles would reserve for
/// the case that every machine peaks at once. The spread grows with the step only as far as reaction time: room for
/// what is further off and not foreseen would stand empty, while load that really comes can be relieved before it
/// arrives.</remarks>
internal sealed class DemandTable
{
    /// <summary>From a decision until a migration that it asks for has helped: the next cycle, and the move
    /// itself.</summary>
    private static readonly TimeSpan ReactionTime = TimeSpan.FromMinutes(10);

    // A million cores.
    private const float MostMhz = 5e9f;

    private DemandTable(int steps, int nearSteps, double[] median, double[] spreadSquared, bool[] isKnown, long[] memoryInUse)
    {
        MemoryInUse = memoryInUse;
        Steps = steps;
        NearSteps = nearSteps;
        Median = median;
        SpreadSquared = spreadSquared;
        IsKnown = isKnown;
        FleetSpreadSquared = new double[steps];
    }

    /// <summary>Steps in the horizon, at least one.</summary>
    public int Steps { get; }

    /// <summary>Steps within reaction time, at least one.</summary>
    public int NearSteps { get; }

    /// <summary>MHz, machine-major: machine times <see cref="Steps"/> plus step.</summary>
    public double[] Median { get; }

    /// <summary>MHz², laid out like <see cref="Median"/>.</summary>
    public double[] SpreadSquared { get; }

    /// <summary>MHz² per step, of all machines that occupy a host together, the spread at each step as it is forecast: what
    /// is further off is less sure.</summary>
    public double[] FleetSpreadSquared { get; }

    /// <summary>Which machines peak together; null where all are independent.</summary>
    public PeakGroups? Together { get; private init; }

    /// <summary>What each machine will want of its host's link and disks at its worst moment, bytes per second: machine times
    /// two, plus 0 or 1; null where that is known of none.</summary>
    public double[]? Traffic { get; private set; }

    /// <summary>Squared distance to the 0.95 quantile, laid out like <see cref="Traffic"/>.</summary>
    public double[] TrafficSpreadSquared { get; private set; } = [];

    /// <summary>The level that the spread reaches to: the outlook's own, which need not be the one that policy asks
    /// for.</summary>
    public double Quantile { get; private init; } = 0.5;

    /// <summary>Whether the outlook knows the machine well enough to act on it; others count in full and stay
    /// (S28).</summary>
    public bool[] IsKnown { get; }

    /// <summary>Bytes that a migration has to carry: what is forecast to be in use next, all that is configured where
    /// nothing is known.</summary>
    public long[] MemoryInUse { get; }

    /// <summary>Demand as forecast, at a quantile.</summary>
    public static DemandTable Forecast(FleetSnapshot fleet, Outlook outlook, double quantile)
    {
        int steps = Math.Max(1, outlook.Steps);
        int near = outlook.Step > TimeSpan.Zero ? (int)Math.Ceiling(ReactionTime / outlook.Step) : 1;
        int middle = outlook.LevelAtLeast(0.5);
        int upper = outlook.LevelAtLeast(quantile);
        var together = PeakGroups.Of(fleet, outlook);
        var table = Empty(
            fleet.VirtualMachines.Length, steps, Math.Clamp(near, 1, steps), upper < 0 ? quantile : outlook.Levels[upper], together);
        double[]? farther = together is null ? null : new double[steps * fleet.VirtualMachines.Length];
        table.ReadTrusted(fleet, outlook, (machine, known) =>
        {
            table.ReadTraffic(2 * machine, known.Network);
            table.ReadTraffic((2 * machine) + 1, known.Disk);
            for (int step = 0; step < steps; step++)
            {
                // Beyond reaction time the median says what is foreseen; what is not can be answered when it comes.
                int sure = Math.Min(step, table.NearSteps - 1);
                double median = Math.Max(0, known.Cpu.Quantiles[(middle * steps) + step]);
                double spread = Math.Max(
                    0, known.Cpu.Quantiles[(upper * steps) + sure] - known.Cpu.Quantiles[(middle * steps) + sure]);
                table.Median[(machine * steps) + step] = median;
                table.SpreadSquared[(machine * steps) + step] = spread * spread;
                if (FleetModel.Occupies(fleet.VirtualMachines[machine].State))
                {
                    double far = known.Cpu.Quantiles[(upper * steps) + step] - median;
                    table.FleetSpreadSquared[step] += Math.Max(0, far) * Math.Max(0, far);
                    if (farther is not null)
                    {
                        farther[(step * fleet.VirtualMachines.Length) + machine] = Math.Max(0, far);
                    }
                }
            }
        });
        table.CountUnknownInFull(fleet);
        for (int step = 0; farther is not null && step < steps; step++)
        {
            table.FleetSpreadSquared[step] +=
                together!.Excess(farther.AsSpan(step * fleet.VirtualMachines.Length, fleet.VirtualMachines.Length));
        }

        return table;
    }

    private void ReadTraffic(int at, PeakTraffic? peak)
    {
        if (peak is not { Median: >= 0, Upper: > 0 } known || !double.IsFinite(known.Median) || !double.IsFinite(known.Upper))
        {
            return;
        }

        Traffic ??= new double[2 * IsKnown.Length];
        TrafficSpreadSquared = TrafficSpreadSquared.Length > 0 ? TrafficSpreadSquared : new double[Traffic.Length];
        Traffic[at] = known.Median;
        TrafficSpreadSquared[at] = Math.Pow(Math.Max(0, known.Upper - known.Median), 2);
    }

    /// <summary>Demand as it is now: what a reactive rule sees.</summary>
    public static DemandTable Current(FleetSnapshot fleet, Outlook outlook)
    {
        var table = Empty(fleet.VirtualMachines.Length, steps: 1, nearSteps: 1);
        int steps = Math.Max(1, outlook.Steps);
        int middle = outlook.LevelAtLeast(0.5);
        table.ReadTrusted(fleet, outlook, (machine, known) =>
        {
            table.Median[machine] = Math.Max(0, known.Cpu.Quantiles[middle * steps]);
        });
        table.CountUnknownInFull(fleet);

        return table;
    }

    private static DemandTable Empty(
        int machines, int steps, int nearSteps, double quantile = 0.5, PeakGroups? together = null)
    {
        double[] median = new double[machines * steps];

        return new(steps, nearSteps, median, new double[median.Length], new bool[machines], new long[machines])
        {
            Quantile = quantile,
            Together = together,
        };
    }

    // Both lists are ordered by identifier.
    private void ReadTrusted(FleetSnapshot fleet, Outlook outlook, Action<int, VmOutlook> take)
    {
        if (OutlookCheck.WhyNotOf(fleet, outlook) is not null)
        {
            return;
        }

        HashSet<EntityId> untrusted =
            [.. outlook.Hazards.Where(hazard => hazard.Kind == HazardKind.BadTelemetry).Select(hazard => hazard.Entity)];
        int at = 0;
        for (int machine = 0; machine < fleet.VirtualMachines.Length; machine++)
        {
            var id = fleet.VirtualMachines[machine].Id;
            while (at < outlook.VirtualMachines.Length && outlook.VirtualMachines[at].VirtualMachine.CompareTo(id) < 0)
            {
                at++;
            }

            if (at < outlook.VirtualMachines.Length && outlook.VirtualMachines[at] is var known &&
                known.VirtualMachine == id && IsUsable(known, outlook) && !untrusted.Contains(EntityId.Of(id)))
            {
                take(machine, known);
                IsKnown[machine] = true;
                MemoryInUse[machine] = InUse(known.Memory.Quantiles, outlook, fleet.VirtualMachines[machine].Memory.Value);
            }
        }
    }

    // A forecast of the wrong shape, or with a value that no machine can ask for, is no forecast.
    private static bool IsUsable(VmOutlook known, Outlook outlook)
    {
        var quantiles = known.Cpu.Quantiles;
        if (!known.Quality.IsActionable || quantiles.IsDefault || outlook.Steps <= 0 ||
            quantiles.Length != outlook.Levels.Length * outlook.Steps)
        {
            return false;
        }

        foreach (float value in quantiles)
        {
            if (!float.IsFinite(value) || value > MostMhz)
            {
                return false;
            }
        }

        return true;
    }

    private static long InUse(ImmutableArray<float> quantiles, Outlook outlook, long configured)
    {
        int first = outlook.LevelAtLeast(0.5) * outlook.Steps;

        return !quantiles.IsDefault && first < quantiles.Length && float.IsFinite(quantiles[first]) && quantiles[first] > 0
            ? Math.Min(configured, (long)quantiles[first])
            : configured;
    }

    private void CountUnknownInFull(FleetSnapshot fleet)
    {
        for (int machine = 0; machine < IsKnown.Length; machine++)
        {
            if (!IsKnown[machine])
            {
                MemoryInUse[machine] = fleet.VirtualMachines[machine].Memory.Value;
                Median.AsSpan(machine * Steps, Steps).Fill(fleet.VirtualMachines[machine].CpuCapacity.Value);
                SpreadSquared.AsSpan(machine * Steps, Steps).Clear();
            }
        }
    }
}
