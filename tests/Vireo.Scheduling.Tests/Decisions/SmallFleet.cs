using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>A fleet written down in a few words, with the outlook that its machines go on as they are.</summary>
internal sealed class SmallFleet
{
    public static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    public static readonly ClusterId Cluster = new("c-1");
    private const int Steps = 3;
    private readonly List<Host> _hosts = [];
    private readonly List<VirtualMachine> _machines = [];
    private readonly List<VmOutlook> _outlooks = [];
    private readonly List<Hazard> _hazards = [];
    private readonly List<PastMove> _moves = [];
    private readonly List<InFlightAction> _inFlight = [];
    private readonly List<PastMove> _failedMoves = [];

    public FleetSnapshot Fleet => FleetSnapshot.Create(Now, Cluster, _hosts, _machines, _moves, _inFlight) with
    {
        FailedMoves = [.. _failedMoves.OrderBy(move => move.At)],
    };

    public Outlook Outlook => new(
        Now, TimeSpan.FromMinutes(5), Steps, [0.5, 0.95],
        [.. _outlooks.OrderBy(outlook => outlook.VirtualMachine)], [.. _hazards]);

    public SmallFleet Host(
        string id, double mhz = 10_000, int gib = 64, string rack = "", HostState state = HostState.On,
        bool maintenance = false, int cores = 8)
    {
        _hosts.Add(new Host(
            new(id), id, new("p"), Cluster, state, maintenance, cores, new CpuMhz(mhz), new MemoryBytes((long)gib << 30),
            new BytesPerSecond(1.25e9), new PowerCurve([100, 200]), rack, "test"));

        return this;
    }

    /// <summary>The last host has these CPU features, and devices.</summary>
    public SmallFleet Offers(string[] features, DeviceCounts devices = default, double diskBytesPerSecond = 0)
    {
        _hosts[^1] = _hosts[^1] with
        {
            CpuFeatures = new TagSet(features),
            Devices = devices,
            DiskCapacity = new BytesPerSecond(diskBytesPerSecond),
        };

        return this;
    }

    /// <summary>The last machine uses these CPU features, and devices.</summary>
    public SmallFleet Uses(string[] features, DeviceCounts devices = default)
    {
        _machines[^1] = _machines[^1] with { CpuFeatures = new TagSet(features), Devices = devices };

        return this;
    }

    /// <summary>What the last machine is promised of link and disks, bytes per second.</summary>
    public SmallFleet Promised(double network, double disk)
    {
        _machines[^1] = _machines[^1] with
        {
            NetworkReservation = new BytesPerSecond(network),
            DiskReservation = new BytesPerSecond(disk),
        };

        return this;
    }

    /// <summary>What the last machine is forecast to want of link and disks, bytes per second: median and 0.95
    /// quantile.</summary>
    public SmallFleet Wants(double network, double networkUpper, double disk = 0, double diskUpper = 0)
    {
        _outlooks[^1] = _outlooks[^1] with
        {
            Network = networkUpper > 0 ? new PeakTraffic(network, networkUpper) : null,
            Disk = diskUpper > 0 ? new PeakTraffic(disk, diskUpper) : null,
        };

        return this;
    }

    /// <summary>The last host is so many equal NUMA nodes; 0 says nothing of them.</summary>
    public SmallFleet Nodes(int count)
    {
        var host = _hosts[^1];
        _hosts[^1] = host with
        {
            Numa = count == 0 ? null : new NumaTopology(
            [
                .. Enumerable.Range(0, count).Select(id => new NumaNode(
                    id, host.Cores / count, new MemoryBytes(host.MemoryCapacity.Value / count), DistanceToFarthest: 21)),
            ]),
        };

        return this;
    }

    /// <summary>The last host stays on: its provider could not switch it on again.</summary>
    public SmallFleet StaysOn()
    {
        _hosts[^1] = _hosts[^1] with { StaysOn = true };

        return this;
    }

    /// <summary>The last host has a maintenance mode of its hypervisor.</summary>
    public SmallFleet Mode(MaintenanceMode mode)
    {
        _hosts[^1] = _hosts[^1] with { MaintenanceMode = mode };

        return this;
    }

    /// <summary>A host that does not answer, by so many ways, each for so many seconds.</summary>
    public SmallFleet SilentHost(string id, bool canBeFenced, params double[] seconds)
    {
        Host(id, state: HostState.Unreachable);
        var paths = seconds.Select((ago, at) => new SilentPath($"way {at + 1}", Now.AddSeconds(-ago)));
        _hosts[^1] = _hosts[^1] with { Silence = new HostSilence([.. paths], canBeFenced) };

        return this;
    }

    public SmallFleet Machine(
        string id, string? host, double median = 1_000, double? upper = null, int gib = 4, bool known = true,
        double quality = 1, Mobility? mobility = null, PowerState state = PowerState.On, string? name = null)
    {
        _machines.Add(new VirtualMachine(
            new(id), name ?? id, new("p"), Cluster, host is null ? null : new HostId(host), state, 2, new CpuMhz(4_000),
            new MemoryBytes((long)gib << 30), mobility ?? Mobility.Free, null, null));
        if (known)
        {
            float[] levels =
            [
                .. Enumerable.Repeat((float)median, Steps), .. Enumerable.Repeat((float)(upper ?? median), Steps),
            ];
            var forecast = new DemandForecast([.. levels], "test");
            _outlooks.Add(new VmOutlook(
                new(id), forecast, new DemandForecast([.. levels.Select(_ => (float)((long)gib << 30))], "test"), DataQuality.Perfect with { Score = quality }));
        }

        return this;
    }

    /// <summary>The last machine is a replica of a group.</summary>
    public SmallFleet In(string group)
    {
        _machines[^1] = _machines[^1] with { Group = new VmGroupId(group) };

        return this;
    }

    public SmallFleet Danger(string host, HazardKind kind, double probability = 0.9)
    {
        _hazards.Add(new Hazard(EntityId.Of(new HostId(host)), kind, probability, "error counters rise."));

        return this;
    }

    public SmallFleet Moved(string machine, string from, string to, double minutesAgo)
    {
        _moves.Add(new PastMove(new(machine), new(from), new(to), Now.AddMinutes(-minutesAgo)));

        return this;
    }

    public SmallFleet Failed(string machine, string from, string to, params double[] secondsAgo)
    {
        _failedMoves.AddRange(secondsAgo.Select(ago => new PastMove(new(machine), new(from), new(to), Now.AddSeconds(-ago))));

        return this;
    }

    public SmallFleet Untrusted(string machine)
    {
        _hazards.Add(new Hazard(EntityId.Of(new VirtualMachineId(machine)), HazardKind.BadTelemetry, 1, "a flat line."));

        return this;
    }

    /// <summary>Replaces what is forecast for a machine, in whatever shape.</summary>
    public SmallFleet Forecast(string machine, params float[] quantiles)
    {
        int at = _outlooks.FindIndex(outlook => outlook.VirtualMachine.Value == machine);
        var forecast = new DemandForecast([.. quantiles], "test");
        _outlooks[at] = _outlooks[at] with { Cpu = forecast };

        return this;
    }

    public SmallFleet UnderWay(FleetAction action)
    {
        _inFlight.Add(new InFlightAction(new($"a-{_inFlight.Count}"), action, Now));

        return this;
    }

    public SmallFleet OnTheWay(string machine, string from, string to)
    {
        _inFlight.Add(new InFlightAction(new($"a-{machine}"), new Migration(new(machine), new(from), new(to)), Now));

        return this;
    }

    public Plan Plan(Policy policy) => Scheduler.Plan(Fleet, Outlook, policy);

    /// <summary>The same fleet after every migration and switch of a plan has happened.</summary>
    public static FleetSnapshot After(FleetSnapshot fleet, Plan plan)
    {
        var machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        var hosts = fleet.Hosts.ToDictionary(host => host.Id);
        var moves = fleet.RecentMoves.ToList();
        foreach (var action in plan.Actions.Select(planned => planned.Action))
        {
            switch (action)
            {
                case Migration move:
                    machines[move.VirtualMachine] = machines[move.VirtualMachine] with { Host = move.To };
                    moves.Add(new PastMove(move.VirtualMachine, move.From, move.To, fleet.TakenAt.AddMinutes(1)));
                    break;
                case PowerOffHost off:
                    hosts[off.Host] = hosts[off.Host] with { State = HostState.Off };
                    break;
                case PowerOnHost on:
                    hosts[on.Host] = hosts[on.Host] with { State = HostState.On };
                    break;
                case PowerOnVirtualMachine start:
                    machines[start.VirtualMachine] =
                        machines[start.VirtualMachine] with { Host = start.On, State = PowerState.On };
                    break;
            }
        }

        return FleetSnapshot.Create(
            fleet.TakenAt.AddMinutes(5), fleet.Cluster, hosts.Values, machines.Values, moves, []);
    }
}
