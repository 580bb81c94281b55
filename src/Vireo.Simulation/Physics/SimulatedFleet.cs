namespace Vireo.Simulation;

/// <summary>The physics of a simulated fleet: who runs where, who gets how much CPU, what it costs.</summary>
/// <remarks>A state machine without a clock of its own: it is told the time, works off everything that happens until
/// then in order, and is then ready for questions and changes. Seconds count from the scenario's start. In
/// <see cref="PhysicsOptions.Reference"/> it computes what CloudSim 3.0.3's power package computes, digit for
/// digit.</remarks>
internal sealed partial class SimulatedFleet
{
    private readonly PhysicsOptions _physics;
    private readonly WorkloadClock _workload;
    private readonly List<HostSlot> _hosts;
    private readonly List<MachineSlot> _machines;
    private readonly PriorityQueue<FleetOccurrence, (double At, long Number)> _agenda = new();
    private readonly double _stepSeconds;
    private readonly FleetMeter _meter;
    private readonly FleetSampler _sampler;
    private readonly Impairments _impairments;
    private readonly SimulatedLogs _logs;
    private long _occurrences;
    private double _updatedAt;

    public SimulatedFleet(Scenario scenario)
    {
        Scenario = scenario;
        _physics = scenario.Physics;
        _workload = new WorkloadClock(scenario.Workload);
        _hosts = [.. scenario.Hosts.Select(host => new HostSlot(host))];
        IndexTemplates();
        _machines = [.. scenario.Machines.Select((machine, row) => new MachineSlot(machine, row)), .. scenario.Earlier.Made.Select(SlotOf)];
        _stepSeconds = scenario.SampleInterval.TotalSeconds;
        _meter = new FleetMeter(_hosts.Count, _machines.Count);
        _sampler = new FleetSampler(this, scenario);
        _impairments = new Impairments(this);
        _logs = new SimulatedLogs(this, _impairments);
        Index();
        TakeUp(scenario.Earlier);
        Settle();
        Schedule(_stepSeconds + Scenario.FirstSampleAfter.TotalSeconds, new FleetOccurrence(OccurrenceKind.Sample));
        foreach (var fault in scenario.Faults)
        {
            Schedule(fault.At.TotalSeconds, new FleetOccurrence(OccurrenceKind.Fault) { Fault = fault });
        }
    }

    public Scenario Scenario { get; }

    /// <summary>Seconds since the scenario's start.</summary>
    public double Now { get; private set; }

    public IReadOnlyList<HostSlot> Hosts => _hosts;

    public IReadOnlyList<MachineSlot> Machines => _machines;

    public WorkloadClock Workload => _workload;

    public FleetSampler Sampler => _sampler;

    public SimulatedLogs Logs => _logs;

    /// <summary>Works off everything due up to an instant. Earlier instants change nothing.</summary>
    public void AdvanceTo(double seconds)
    {
        while (_agenda.TryPeek(out var occurrence, out var due) && due.At <= seconds)
        {
            MoveClock(due.At);
            if (occurrence.Kind == OccurrenceKind.OperationEnds)
            {
                EndOperationsDue(due.At);
            }
            else
            {
                _agenda.Dequeue();
                Happen(occurrence);
            }
        }

        MoveClock(Math.Max(seconds, Now));
    }

    /// <summary>The figures up to now.</summary>
    public FleetMetrics ReadMetrics() => _meter.Read(_updatedAt);

    private void MoveClock(double seconds)
    {
        Now = seconds;
        _workload.MoveTo(seconds);
    }

    private void Schedule(double at, FleetOccurrence occurrence) =>
        _agenda.Enqueue(occurrence, (at, _occurrences++));

    private void Happen(FleetOccurrence occurrence)
    {
        if (occurrence.Kind == OccurrenceKind.Sample)
        {
            TakeSample();
        }
        else
        {
            Inject(occurrence.Fault!);
        }
    }

    private void TakeSample()
    {
        Impair();
        Bring(Now);
        _sampler.Take(Now);
        _logs.Write(Now);
        Schedule(Now + _stepSeconds, new FleetOccurrence(OccurrenceKind.Sample));
    }

    /// <summary>Ends all operations due at one instant between two updates, in the order in which they were
    /// started.</summary>
    private void EndOperationsDue(double at)
    {
        Bring(at);
        while (_agenda.TryPeek(out var occurrence, out var due)
            && due.At == at && occurrence.Kind == OccurrenceKind.OperationEnds)
        {
            _agenda.Dequeue();
            End(occurrence.Operation!);
        }

        UpdateAll();
    }

    private void Settle()
    {
        for (int machine = 0; machine < _machines.Count; machine++)
        {
            var slot = _machines[machine];
            if (slot.View.Host is { } host)
            {
                slot.Host = HostIndex(host);
                if (slot.IsRunning)
                {
                    _hosts[slot.Host].Residents.Add(machine);
                }
            }
        }
    }
}
