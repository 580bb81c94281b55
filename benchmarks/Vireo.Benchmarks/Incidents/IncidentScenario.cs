using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Simulation;

namespace Vireo.Benchmarks.Incidents;

/// <summary>A fleet of twelve hosts in three racks with 72 machines, eight services and four datastores, into which one
/// fault or two are put after three days: same seed, same run.</summary>
/// <param name="Fleet">What is simulated.</param>
/// <param name="Faults">What is put in; empty for nothing.</param>
/// <param name="WatchFrom">When watching begins to count; until then everything only learns.</param>
internal sealed record IncidentScenario(Scenario Fleet, InjectedFault[] Faults, TimeSpan WatchFrom)
{
    /// <summary>How long is watched.</summary>
    public static readonly TimeSpan Watched = TimeSpan.FromHours(8);

    public const int Hosts = 12;
    public const int Machines = 72;
    private const int HostsPerRack = 4;
    private const int Groups = 8;
    private const int MembersOfGroup = 4;
    private const int Datastores = 4;
    private const int HostCores = 16;
    private const int LargeCores = 14;
    private const double CoreMhz = 2_400;
    private const double ShareOfTwoFaults = 0.4;
    private const long Gib = 1L << 30;
    private const int Kinds = 15;
    private static readonly TimeSpan Taught = TimeSpan.FromDays(3);
    private static readonly ProviderId Provider = new("sim");
    private static readonly ClusterId Cluster = new("bench");
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes one; the kinds take turns.</summary>
    /// <param name="seed">Of everything random.</param>
    public static IncidentScenario Create(int seed)
    {
        var random = new SeededRandom(seed * 7_919L);
        Scenario fleet = MakeFleet(seed, random);
        TimeSpan from = Taught + TimeSpan.FromHours(Math.Floor(random.Between(0, 14)));
        var kind = (IncidentKind)(seed % Kinds);
        var faults = new List<InjectedFault>();
        if (kind != IncidentKind.Nothing)
        {
            TimeSpan at = from + TimeSpan.FromMinutes(random.Between(65, 120));
            faults.Add(Inject(kind, fleet, at, random));
            if (random.NextDouble() < ShareOfTwoFaults)
            {
                faults.Add(Second(faults[0], fleet, at + TimeSpan.FromMinutes(random.Between(-20, 60)), random));
            }
        }

        return new(fleet with { Faults = [.. faults.SelectMany(fault => fault.Faults)] }, [.. faults], from);
    }

    // Something else elsewhere; only what strikes the whole site may overlap.
    private static InjectedFault Second(InjectedFault first, Scenario fleet, TimeSpan at, SeededRandom random)
    {
        while (true)
        {
            var fault = Inject((IncidentKind)random.NextInt(Kinds - 1), fleet, at, random);
            bool isApart = !first.Struck.Contains(fault.Root) && !fault.Struck.Contains(first.Root);
            bool isSite = first.Root.Kind == EntityKind.Provider ^ fault.Root.Kind == EntityKind.Provider;
            if (fault.Kind != first.Kind && (isApart || isSite))
            {
                return fault;
            }
        }
    }

    private static InjectedFault Inject(IncidentKind kind, Scenario fleet, TimeSpan at, SeededRandom random)
    {
        Host host = fleet.Hosts[random.NextInt(fleet.Hosts.Length)];
        VirtualMachine small = Pick(fleet, random, machine => machine.Cores < LargeCores);
        VirtualMachine large = Pick(fleet, random, machine => machine.Cores == LargeCores);
        TimeSpan two = TimeSpan.FromHours(2);
        TimeSpan filling = TimeSpan.FromHours(random.Between(3, 4.5));

        switch (kind)
        {
            case IncidentKind.HostDies:
                bool isForeseeable = random.NextDouble() < 0.6;
                TimeSpan dies = isForeseeable ? at + TimeSpan.FromHours(3) : at;
                ScheduledFault death = new(dies, FaultKind.HostFails, host.Id.Value, TimeSpan.Zero);
                return new(
                    kind, EntityId.Of(host.Id), OnHost(fleet, host), at, dies, dies + two,
                    isForeseeable ? [new(at, FaultKind.HostErrors, host.Id.Value, dies - at), death] : [death]);
            case IncidentKind.DiskFills:
                return OfMachine(kind, FaultKind.DiskFills, small, [], at, filling, at + filling, at + (1.5 * filling));
            case IncidentKind.MemoryLeaks:
                return OfMachine(kind, FaultKind.MemoryLeaks, small, [], at, filling, at + filling, at + filling);
            case IncidentKind.NoisyNeighbour:
                Host under = fleet.Hosts.Single(one => one.Id == large.Host);
                return OfMachine(kind, FaultKind.NoisyMachine, large, OnHost(fleet, under), at, two, at, at + two);
            case IncidentKind.RunawayProcess:
                return OfMachine(
                    kind, FaultKind.NoisyMachine, small, [EntityId.Of(small.Host!.Value)], at, two, at, at + two);
            case IncidentKind.LinkFlaps:
                return OfHost(kind, FaultKind.LinkFlaps, fleet, host, at, two, at);
            case IncidentKind.ClockJumps:
                return OfHost(kind, FaultKind.ClockJumps, fleet, host, at, two, null);
            case IncidentKind.FirmwareHangs:
                return OfHost(kind, FaultKind.HostStalls, fleet, host, at, two, at + (two / 4));
            case IncidentKind.SwitchDies:
                HashSet<EntityId> rack =
                [
                    new(EntityKind.Rack, host.FaultDomain),
                    .. fleet.Hosts.Where(one => one.FaultDomain == host.FaultDomain).SelectMany(one => OnHost(fleet, one)),
                ];
                return Of(kind, FaultKind.SwitchFails, new(EntityKind.Rack, host.FaultDomain), host.FaultDomain, rack, at, two, at);
            case IncidentKind.SlowDatastore:
                DatastoreId store = small.Datastore!.Value;
                return Of(
                    kind, FaultKind.DatastoreSlows, EntityId.Of(store), store.Value,
                    [EntityId.Of(store), .. Ids(fleet, machine => machine.Datastore == store)], at, two, at);
            case IncidentKind.CertificateExpires:
            case IncidentKind.BadDeployment:
                VmGroupId group = Pick(fleet, random, machine => machine.Group is not null).Group!.Value;
                HashSet<EntityId> members = [EntityId.Of(group), .. Ids(fleet, machine => machine.Group == group)];
                return kind == IncidentKind.BadDeployment
                    ? Of(kind, FaultKind.BadDeployment, EntityId.Of(group), group.Value, members, at, two, at)
                    : Of(kind, FaultKind.CertificateExpires, EntityId.Of(group), group.Value, members, at, 2 * two, at + two);
            case IncidentKind.NamesUnresolved:
                return Of(
                    kind, FaultKind.NamesUnresolved, EntityId.Of(Provider), "", [EntityId.Of(Provider), .. Ids(fleet, _ => true)],
                    at, two, at);
            case IncidentKind.LicenceExpires:
                return Of(
                    kind, FaultKind.LicenceExpires, EntityId.Of(Provider), "",
                    [EntityId.Of(Provider), .. fleet.Hosts.Select(one => EntityId.Of(one.Id))], at, 2 * two, at + two);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "It puts nothing in.");
        }
    }

    private static InjectedFault OfMachine(
        IncidentKind kind, FaultKind fault, VirtualMachine machine, HashSet<EntityId> more, TimeSpan at,
        TimeSpan duration, TimeSpan impact, TimeSpan end) => new(
            kind, EntityId.Of(machine.Id), [EntityId.Of(machine.Id), .. more], at, impact, end,
            [new(at, fault, machine.Id.Value, duration)]);

    private static InjectedFault OfHost(
        IncidentKind kind, FaultKind fault, Scenario fleet, Host host, TimeSpan at, TimeSpan duration, TimeSpan? impact) =>
        Of(kind, fault, EntityId.Of(host.Id), host.Id.Value, OnHost(fleet, host), at, duration, impact);

    private static InjectedFault Of(
        IncidentKind kind, FaultKind fault, EntityId root, string target, HashSet<EntityId> struck, TimeSpan at,
        TimeSpan duration, TimeSpan? impact) =>
        new(kind, root, struck, at, impact, at + duration, [new(at, fault, target, duration)]);

    private static HashSet<EntityId> OnHost(Scenario fleet, Host host) =>
        [EntityId.Of(host.Id), .. Ids(fleet, machine => machine.Host == host.Id)];

    private static IEnumerable<EntityId> Ids(Scenario fleet, Func<VirtualMachine, bool> which) =>
        fleet.Machines.Where(which).Select(machine => EntityId.Of(machine.Id));

    private static VirtualMachine Pick(Scenario fleet, SeededRandom random, Func<VirtualMachine, bool> which)
    {
        VirtualMachine[] fitting = [.. fleet.Machines.Where(which)];

        return fitting[random.NextInt(fitting.Length)];
    }

    private static Scenario MakeFleet(int seed, SeededRandom random)
    {
        ImmutableArray<Host> hosts = [.. Enumerable.Range(0, Hosts).Select(MakeHost)];
        ImmutableArray<GeneratedMachine> habits = [.. Enumerable.Range(0, Machines).Select(index => Habits(index, random))];

        return new Scenario
        {
            Name = "incidents",
            Provider = Provider,
            Start = Monday - Scenario.StartOffset,
            Hosts = hosts,
            Machines = InitialPlacement.LeastLoaded(hosts, [.. Enumerable.Range(0, Machines).Select(index => MakeMachine(index, random))]),
            Workload = new GeneratedWorkload(habits, seed),
            HasAgents = true,
        };
    }

    private static Host MakeHost(int index) => new(
        new HostId($"host-{index:00}"), $"host-{index:00}", Provider, Cluster, HostState.On, IsInMaintenance: false, HostCores,
        new CpuMhz(HostCores * CoreMhz), new MemoryBytes(192 * Gib), new BytesPerSecond(1.25e9),
        new PowerCurve([95, 122, 142, 160, 177, 195, 216, 240, 268, 298, 330]), $"rack-{index / HostsPerRack}", "bench");

    // The members of services come first, then one large machine in seven.
    private static GeneratedMachine Habits(int index, SeededRandom random)
    {
        var behaviour = IsMember(index) ? MachineBehaviour.Web : (MachineBehaviour)(index % 5);
        bool isSteady = behaviour == MachineBehaviour.Steady;

        return new GeneratedMachine(
            behaviour, isSteady ? random.Between(0.1, 0.3) : random.Between(0.02, 0.08),
            IsLarge(index) ? random.Between(0.15, 0.3) : random.Between(0.35, 0.7), random.Between(-1, 1),
            random.Between(0.02, 0.08), random.Between(0.3, 0.6), random.Between(1e5, 2e7));
    }

    private static VirtualMachine MakeMachine(int index, SeededRandom random)
    {
        int cores = IsLarge(index) ? LargeCores : 1 + random.NextInt(4);

        return new VirtualMachine(
            new VirtualMachineId($"vm-{index:00}"), $"vm-{index:00}", Provider, Cluster, Host: null, PowerState.On, cores,
            new CpuMhz(cores * CoreMhz), new MemoryBytes(cores * 2 * Gib), Mobility.Free,
            IsMember(index) ? new VmGroupId($"service-{index % Groups}") : null, Pool: null)
        {
            Datastore = new DatastoreId($"datastore-{(index + (index / Groups)) % Datastores}"),
        };
    }

    private static bool IsMember(int index) => index < Groups * MembersOfGroup;

    private static bool IsLarge(int index) => !IsMember(index) && index % 7 == 0;
}
