using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Takes the measurements of a simulated fleet and keeps them for a while, one array a round.</summary>
internal sealed class FleetSampler
{
    private static readonly Metric[] HostMetrics =
        [Metric.CpuUsage, Metric.PowerDraw, Metric.ErrorCount, Metric.MemoryUsage];

    private readonly SimulatedFleet _fleet;
    private readonly Scenario _scenario;
    private readonly List<SeriesKey> _keys = [];
    private readonly List<int> _machineSlot = [];
    private readonly Queue<SampleRound> _rounds = new();
    private readonly MemorySampler? _memory;
    private readonly TrafficSampler _traffic;
    private readonly ServiceSampler _service;
    private readonly Metric[] _machineMetrics;
    private double _takenAt;

    // Guests fill and clean their file systems over a day.
    private const double DaySeconds = 86_400;
    private const double SwingOfDay = 0.03;

    public FleetSampler(SimulatedFleet fleet, Scenario scenario)
    {
        _fleet = fleet;
        _scenario = scenario;
        var known = scenario.Workload.Metrics;
        _memory = known.Contains(WorkloadMetric.Memory) ? new MemorySampler(fleet) : null;
        _traffic = new TrafficSampler(fleet, known);
        _service = new ServiceSampler(fleet);
        _machineMetrics =
        [
            Metric.CpuUsage, Metric.CpuDemand, Metric.CpuReady,
            .. _memory is null ? Array.Empty<Metric>() : MemorySampler.Metrics,
            .. scenario.HasAgents ? [Metric.FileSystemUsage] : Array.Empty<Metric>(),
            .. _traffic.Metrics,
        ];
        AddHosts();
        for (int machine = 0; machine < fleet.Machines.Count; machine++)
        {
            AddMachine(machine);
        }
    }

    public void AddMachine(int machine)
    {
        _machineSlot.Add(_keys.Count);
        var view = _fleet.Machines[machine].View;
        foreach (var metric in view.Group is null ? _machineMetrics : [.. _machineMetrics, .. ServiceSampler.Metrics])
        {
            _keys.Add(new SeriesKey(EntityId.Of(view.Id), metric));
        }
    }

    public void Take(double now)
    {
        double[] values = new double[_keys.Count];
        Array.Fill(values, double.NaN);
        double seconds = now - _takenAt;
        _takenAt = now;
        _memory?.Press();
        _traffic.Press();
        for (int host = 0; host < _fleet.Hosts.Count; host++)
        {
            MeasureHost(host, values.AsSpan(host * HostMetrics.Length, HostMetrics.Length));
        }

        for (int machine = 0; machine < _machineSlot.Count; machine++)
        {
            var slot = _fleet.Machines[machine];
            if (slot.IsRunning && IsReachable(slot))
            {
                MeasureMachine(slot, seconds, values.AsSpan(_machineSlot[machine], _machineMetrics.Length));
                MeasureFileSystem(slot, now, values.AsSpan(_machineSlot[machine], _machineMetrics.Length));
                if (slot.View.Group is not null)
                {
                    MeasureService(slot, now, values.AsSpan(_machineSlot[machine] + _machineMetrics.Length));
                }
            }
        }

        Keep(new SampleRound(AtSecond(now), values) { Ahead = ReadClocks() });
    }

    /// <summary>All that was measured after an instant and is still kept, oldest first.</summary>
    public Measurement[] ReadAfter(DateTimeOffset after)
    {
        var rounds = _rounds.Where(round => round.At > after).ToArray();
        var found = new Measurement[rounds.Sum(round => round.Values.Count(value => !double.IsNaN(value)))];
        int next = 0;
        foreach (var round in rounds)
        {
            for (int slot = 0; slot < round.Values.Length; slot++)
            {
                if (!double.IsNaN(round.Values[slot]))
                {
                    found[next++] = new Measurement(_keys[slot], round.At + round.AheadOf(slot), round.Values[slot]);
                }
            }
        }

        return found;
    }

    private void AddHosts()
    {
        foreach (var host in _fleet.Hosts)
        {
            foreach (var metric in HostMetrics)
            {
                _keys.Add(new SeriesKey(EntityId.Of(host.View.Id), metric));
            }
        }
    }

    private void MeasureHost(int index, Span<double> values)
    {
        var host = _fleet.Hosts[index];
        if (host.View.State != HostState.On)
        {
            return;
        }

        values[0] = host.UsedMhz;
        values[1] = _scenario.Physics.IdleHostsDrawNothing && host.Utilisation == 0
            ? 0
            : host.View.Power.At(host.Utilisation).Value;
        values[2] = Math.Floor(host.Errors);
        if (_memory is not null)
        {
            values[3] = _memory.UsedOn(host);
        }
    }

    private void MeasureMachine(MachineSlot machine, double seconds, Span<double> values)
    {
        bool isRecorded = !double.IsNaN(_fleet.Workload.Recorded(WorkloadMetric.Cpu, machine.Row));
        if (isRecorded)
        {
            values[0] = machine.GrantedMhz;
            values[1] = machine.RequestedMhz;
            values[2] = machine.RequestedMhz > 0 ? 1 - (machine.GrantedMhz / machine.RequestedMhz) : 0;
        }

        _memory?.Measure(machine, values.Slice(3, MemorySampler.Metrics.Length));
        _traffic.Measure(machine, seconds, values[^_traffic.Metrics.Length..]);
    }

    private void MeasureFileSystem(MachineSlot machine, double now, Span<double> values)
    {
        if (_scenario.HasAgents)
        {
            double usual = 0.35 + (0.35 * SeededRandom.At(29, machine.Row, 0));
            double ofDay = ((now / DaySeconds) + SeededRandom.At(29, machine.Row, 1)) % 1;
            double swung = usual + (SwingOfDay * ofDay);
            values[^(_traffic.Metrics.Length + 1)] = swung + (machine.Filled * (1 - swung));
        }
    }

    // How far ahead the time stamps of each slot are; null while all clocks are right.
    private double[]? ReadClocks()
    {
        if (!_fleet.Hosts.Any(host => host.ClockAhead != 0))
        {
            return null;
        }

        double[] ahead = new double[_keys.Count];
        for (int host = 0; host < _fleet.Hosts.Count; host++)
        {
            ahead.AsSpan(host * HostMetrics.Length, HostMetrics.Length).Fill(_fleet.Hosts[host].ClockAhead);
        }

        for (int machine = 0; machine < _machineSlot.Count; machine++)
        {
            int end = machine + 1 < _machineSlot.Count ? _machineSlot[machine + 1] : _keys.Count;
            int host = _fleet.Machines[machine].Host;
            ahead.AsSpan(_machineSlot[machine]..end).Fill(host < 0 ? 0 : _fleet.Hosts[host].ClockAhead);
        }

        return ahead;
    }

    private void MeasureService(MachineSlot machine, double now, Span<double> values) =>
        _service.Measure(machine, (long)Math.Round(now / _scenario.SampleInterval.TotalSeconds), values);

    private bool IsReachable(MachineSlot machine) => _fleet.Hosts[machine.Host].View.State == HostState.On;

    private DateTimeOffset AtSecond(double seconds) =>
        _scenario.Start + TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));

    private void Keep(SampleRound round)
    {
        _rounds.Enqueue(round);
        while (_rounds.Peek().At < round.At - _scenario.HistoryRetention)
        {
            _rounds.Dequeue();
        }
    }
}
