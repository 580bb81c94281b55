namespace Vireo.Simulation;

/// <summary>One day of the reference simulator under a policy.</summary>
internal sealed class CloudSimRun
{
    private readonly CloudSimWorkload _workload;
    private readonly ICloudSimPolicy _policy;
    private readonly TimeProvider _time;
    private readonly CloudSimLinks _links;
    private readonly List<CloudSimMove> _moves = [];
    private readonly List<double> _demand = [];
    private readonly List<double> _memory = [];
    private double _updatedAt;

    /// <summary>Places all machines.</summary>
    /// <param name="workload">What the machines ask for.</param>
    /// <param name="hosts">How many hosts, of two kinds in turn.</param>
    /// <param name="policy">Decides; may keep state.</param>
    /// <param name="rules">Which simplifications hold.</param>
    /// <param name="time">For measuring how long decisions take.</param>
    /// <exception cref="ArgumentException">A machine has no place at the start.</exception>
    public CloudSimRun(
        CloudSimWorkload workload, int hosts, ICloudSimPolicy policy, CloudSimRules rules, TimeProvider time)
    {
        _workload = workload;
        _policy = policy;
        _time = time;
        Fleet = new CloudSimFleet(workload, hosts, rules);
        _links = new CloudSimLinks(Fleet);
        Meter = new CloudSimMeter(hosts, Fleet.Machines);
        var start = new CloudSimStart(workload.Kinds, hosts, rules);
        for (int machine = 0; machine < Fleet.Machines; machine++)
        {
            int host = policy.Place(start, machine);
            if (host < 0)
            {
                throw new ArgumentException(
                    $"Machine {machine} of {Fleet.Machines} has no place on {hosts} hosts at the start, where each gets all " +
                    "that it is configured for. Give more hosts with --hosts, or fewer machines with --vms.");
            }

            start.Take(machine, host);
            Fleet.Start(machine, host);
        }
    }

    /// <summary>The fleet as it is now.</summary>
    public CloudSimFleet Fleet { get; }

    /// <summary>What has been measured so far.</summary>
    public CloudSimMeter Meter { get; }

    /// <summary>Migrations started.</summary>
    public int Migrations { get; private set; }

    /// <summary>Idle machines deleted.</summary>
    public int Dropped { get; private set; }

    /// <summary>Hosts at work, averaged over the time until the last update.</summary>
    public double MeanActiveHosts => Meter.ActiveSeconds / _updatedAt;

    /// <summary>When the last update was, in seconds.</summary>
    public double EndsAt => _updatedAt;

    /// <summary>What all hosts would have drawn at full power until the last decision, in kWh.</summary>
    public double AllHostsKilowattHours
    {
        get
        {
            double watts = 0;
            for (int host = 0; host < Fleet.Hosts; host++)
            {
                watts += CloudSimHostKind.Of(host).PeakWatts;
            }

            return watts * CloudSimWorkload.StepAt(_workload.Steps) / 3.6e6;
        }
    }

    /// <summary>The least energy for this workload, in kWh.</summary>
    public double LimitKilowattHours => CloudSimLimit.KilowattHours(_demand, _memory, Fleet.Rules);

    /// <summary>Milliseconds of each decision.</summary>
    public List<double> DecisionMilliseconds { get; } = [];

    /// <summary>Runs to the end.</summary>
    /// <param name="progress">Told how far it has come, 0 to 1.</param>
    /// <param name="cancellationToken">Stops it between two decisions.</param>
    public void Run(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        double at = CloudSimWorkload.StepAt(0);
        for (int step = 1; step <= _workload.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            at += CloudSimWorkload.IntervalSeconds;
            Bring(at, isStep: true);
            NoteDemand();
            Decide();
            if (Fleet.Rules.MigrationsPerLink > 0)
            {
                MigrateOverLinks(at, until: step < _workload.Steps ? at + CloudSimWorkload.IntervalSeconds : at);
            }
            else
            {
                MigrateAtOnce(at);
            }

            progress?.Report((double)step / _workload.Steps);
        }

        Meter.Finish();
    }

    private void NoteDemand()
    {
        double mips = 0;
        double mib = 0;
        for (int machine = 0; machine < Fleet.Machines; machine++)
        {
            if (Fleet.HostOf(machine) >= 0)
            {
                mips += Fleet.Demand[machine];
                mib += Fleet.Kind(machine).MemoryMib;
            }
        }

        _demand.Add(mips);
        _memory.Add(mib);
    }

    private void Decide()
    {
        _moves.Clear();
        long startedAt = _time.GetTimestamp();
        _policy.Decide(Fleet, _moves);
        DecisionMilliseconds.Add(_time.GetElapsedTime(startedAt).TotalMilliseconds);
    }

    /// <summary>Updates all hosts, charges the energy since the last time, and drops what the model drops.</summary>
    private void Bring(double at, bool isStep)
    {
        Fleet.ReadDemand(at, isStep);
        Fleet.UpdateAll(at, Meter);
        double watts = 0;
        for (int host = 0; host < Fleet.Hosts && at > _updatedAt; host++)
        {
            watts += Fleet.WattsSince(host) * (at - _updatedAt);
        }

        Meter.EnergyJoules += watts;
        _updatedAt = at;
        Dropped += Fleet.DropIdle();
    }

    private void MigrateAtOnce(double at)
    {
        foreach (var move in _moves)
        {
            Fleet.BeginMove(move, at, Meter);
            Migrations++;
        }

        foreach (var wave in _moves.GroupBy(move => at + Seconds(move)).OrderBy(wave => wave.Key))
        {
            Bring(wave.Key, isStep: false);
            foreach (var move in wave)
            {
                Fleet.EndMove(move);
            }

            Fleet.UpdateAll(wave.Key, Meter);
            Dropped += Fleet.DropIdle();
        }
    }

    private void MigrateOverLinks(double at, double until)
    {
        Meter.EnergyJoules += _links.Queue(_moves, at);
        Migrations += _links.Start(at, Meter);
        for (double next = _links.Next(at); next < until; next = _links.Next(at))
        {
            Bring(next, isStep: false);
            foreach (var move in _links.Advance(next - at))
            {
                Fleet.EndMove(move);
            }

            at = next;
            Fleet.UpdateAll(at, Meter);
            Migrations += _links.Start(at, Meter);
        }

        _links.Advance(until - at);
    }

    private double Seconds(CloudSimMove move) => Fleet.Kind(move.Machine).MemoryMib / CloudSimLink.MibPerSecond;
}
