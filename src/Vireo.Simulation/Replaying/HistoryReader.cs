using System.Collections.Immutable;
using System.Globalization;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Simulation;

/// <summary>Makes a replay of what a server has stored: the recorded inventory, and the demand that was
/// measured.</summary>
/// <remarks>The machines of the first recorded inventory are followed; where the hypervisor tells what a guest wanted
/// that is its demand, else what it got. A machine asks for nothing once its series has ended.</remarks>
public sealed class HistoryReader
{
    /// <summary>Less history than this says nothing about a policy.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(6);

    /// <summary>How much of what came before forecasts are shown: the week that seasons are learned from.</summary>
    public static readonly TimeSpan KnownBefore = TimeSpan.FromDays(7);

    private static readonly ProviderId Provider = new("replay");
    private readonly ITelemetryStore _telemetry;
    private readonly FleetSnapshot _fleet;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;
    private readonly TimeSpan _step;
    private readonly List<Measurement> _before = [];
    private readonly List<string> _notes = [];

    private HistoryReader(
        ITelemetryStore telemetry, FleetSnapshot fleet, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        _telemetry = telemetry;
        _fleet = fleet;
        _step = step;
        (_from, _to) = (from, to);
    }

    /// <summary>Reads a window of a cluster's past.</summary>
    /// <param name="telemetry">Where its clean series live.</param>
    /// <param name="state">Where its recorded inventories live.</param>
    /// <param name="present">Its newest inventory: where none of the window is kept, the replay begins with this
    /// one.</param>
    /// <param name="from">Start of the window; moved to where history begins.</param>
    /// <param name="to">End of the window.</param>
    /// <param name="step">Spacing of samples and decisions.</param>
    /// <param name="whyNot">Why there is nothing to replay; empty when there is.</param>
    public static RecordedHistory? Read(
        ITelemetryStore telemetry, StateStore state, FleetSnapshot present, DateTimeOffset from, DateTimeOffset to,
        TimeSpan step, out string whyNot)
    {
        (from, to) = (Floor(from, step), Floor(to, step));
        var begin = BeginOf(telemetry, present, from, to, step);
        if (begin is not { } start || to - start < Shortest)
        {
            var known = begin is { } first && to > first ? to - first : TimeSpan.Zero;
            whyNot = string.Create(
                CultureInfo.InvariantCulture,
                $"A replay needs {Shortest.TotalHours:0} hours of measured demand, and between {from:yyyy-MM-dd HH:mm} and " +
                $"{to:yyyy-MM-dd HH:mm} UTC {known.TotalHours:0.#} are stored. Ask for another window, or wait.");

            return null;
        }

        whyNot = "";
        var recorded = RecordedInventory(state, present.Cluster, start, to);

        return new HistoryReader(telemetry, recorded ?? present, start, to, step).Read(isRecorded: recorded is not null);
    }

    private RecordedHistory Read(bool isRecorded)
    {
        ImmutableArray<VirtualMachine> machines = [.. _fleet.VirtualMachines.Where(IsWhole).Select(Placed)];
        float[][] cpu = [.. machines.Select(machine => Row(machine.Id, Metric.CpuDemand) ?? Row(machine.Id, Metric.CpuUsage) ?? [])];
        float[][] memory = [.. machines.Select(machine => Row(machine.Id, Metric.MemoryUsage) ?? [])];
        var scenario = new Scenario
        {
            Name = "replay",
            Start = _from - Scenario.StartOffset,
            Hosts = [.. _fleet.Hosts.Select(Settled)],
            Machines = machines,
            Workload = Workload(machines, cpu, memory),
            SampleInterval = _step,
        };
        int steps = (int)((_to - _from) / _step);
        double coverage = cpu.Length == 0 ? 0 : cpu.Sum(row => row.Count(float.IsFinite)) / ((double)cpu.Length * steps);
        Note(machines, cpu, isRecorded);
        _before.Sort((one, other) => one.At.CompareTo(other.At));

        return new RecordedHistory(
            scenario.Named(Provider, _fleet.Cluster), [.. _before], _from, _to, _fleet.TakenAt, coverage, [.. _notes]);
    }

    private TraceWorkload Workload(ImmutableArray<VirtualMachine> machines, float[][] cpu, float[][] memory)
    {
        for (int row = 0; row < machines.Length; row++)
        {
            double capacity = Math.Max(machines[row].CpuCapacity.Value, 1);
            cpu[row] = [.. Ended(cpu[row]).Select(mhz => (float)(mhz / capacity))];
        }

        var trace = new TraceSet(
            "the telemetry store", [.. machines.Select(machine => new TraceMachine(machine.Name, null, null, null))], _step, _from,
            [new TraceSeries(WorkloadMetric.Cpu, 1, cpu), new TraceSeries(WorkloadMetric.Memory, 1, memory)], IgnoredValues: 0);

        return new TraceWorkload(trace, [.. machines.Select(machine => machine.Memory)], repeats: false);
    }

    // One read a series: what came before teaches, the window is replayed.
    private float[]? Row(VirtualMachineId machine, Metric metric)
    {
        var key = new SeriesKey(EntityId.Of(machine), metric);
        if (_telemetry.Read(key, _from - KnownBefore, _to, _step) is not { } series)
        {
            return null;
        }

        float[] row = new float[(int)((_to - _from) / _step)];
        Array.Fill(row, float.NaN);
        for (int i = 0; i < series.Values.Length; i++)
        {
            var at = series.Start + (i * _step);
            double value = series.Values.Span[i];
            if (at >= _from && at < _to)
            {
                row[(int)((at - _from) / _step)] = (float)value;
            }
            else if (double.IsFinite(value))
            {
                _before.Add(new Measurement(key, at, value));
            }
        }

        return row;
    }

    private void Note(ImmutableArray<VirtualMachine> machines, float[][] cpu, bool isRecorded)
    {
        int silent = cpu.Count(row => !row.Any(value => value > 0));
        int transient = _fleet.VirtualMachines.Length - machines.Length;
        int later = _telemetry.Keys.Count(key =>
            key.Metric == Metric.CpuUsage && key.Entity.Kind == EntityKind.VirtualMachine
            && _fleet.VirtualMachines.All(machine => machine.Id.Value != key.Entity.Value));
        if (!isRecorded)
        {
            _notes.Add("No inventory of the window is kept, so the replay begins with the placement of now.");
        }

        if (silent > 0)
        {
            _notes.Add($"{silent} of {machines.Length} machines have no measured demand in it and stand idle.");
        }

        if (transient + later > 0)
        {
            _notes.Add($"{transient + later} machines that came or went are left out.");
        }
    }

    // Where history begins in the window: the first instant at which half of the machines are measured.
    private static DateTimeOffset? BeginOf(
        ITelemetryStore telemetry, FleetSnapshot fleet, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        if (to <= from)
        {
            return null;
        }

        var firsts = fleet.VirtualMachines
            .Select(machine => telemetry.Read(new SeriesKey(EntityId.Of(machine.Id), Metric.CpuUsage), from, to, step))
            .OfType<TimeSeries>().Select(FirstOf).OfType<DateTimeOffset>().Order().ToList();

        return firsts.Count > fleet.VirtualMachines.Length / 2 ? Floor(firsts[fleet.VirtualMachines.Length / 2], step) : null;
    }

    private static DateTimeOffset? FirstOf(TimeSeries series)
    {
        int first = series.Values.Span.IndexOfAnyInRange(double.MinValue, double.MaxValue);

        return first < 0 ? null : series.Start + (first * series.Step);
    }

    private static FleetSnapshot? RecordedInventory(StateStore state, ClusterId cluster, DateTimeOffset from, DateTimeOffset to) =>
        state.Receipts.OldestKept(cluster, from) is { } receipt && receipt.At < to
        && state.Receipts.FindContent(receipt.Fleet) is { } content
            ? CanonicalJson.Read<FleetSnapshot>(content)
            : null;

    private static bool IsWhole(VirtualMachine machine) =>
        machine.State is not (PowerState.Creating or PowerState.Deleting);

    private static VirtualMachine Placed(VirtualMachine machine) =>
        machine is { State: PowerState.On, Host: null } ? machine with { State = PowerState.Off } : machine;

    // A host that was being switched is where it was going to be.
    private static Host Settled(Host host) => host.State switch
    {
        HostState.PoweringOn => host with { State = HostState.On },
        HostState.PoweringOff => host with { State = HostState.Off },
        _ => host,
    };

    private static float[] Ended(float[] row)
    {
        int last = Array.FindLastIndex(row, float.IsFinite);

        return [.. row.Select((value, i) => i > last ? 0 : value)];
    }

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan step) => new(at.UtcTicks - (at.UtcTicks % step.Ticks), TimeSpan.Zero);
}
