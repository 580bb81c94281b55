using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Filters;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Peers;

/// <summary>The fleet as another manager sees it: what each host carries now, changed move by move.</summary>
internal sealed class PeerFleet
{
    private readonly FleetModel _model;
    private readonly PlanDraft _draft;
    private readonly Movability _movability;
    private readonly IPlacementFilter[] _filters;
    private readonly long[] _memoryInUse;

    /// <summary>Starts from what is.</summary>
    public PeerFleet(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        _model = new FleetModel(fleet, DemandTable.Current(fleet, outlook), policy);
        _draft = new PlanDraft(_model);
        _movability = new Movability(_model);
        _filters =
        [
            new HostReceives(), new SameCluster(), new CpuCompatible(), new MemoryFits(), new DevicesFit(),
            new BandwidthFits(), new RulesHold(_model), new NoReturn(fleet, policy.NoReturnWithin),
        ];
        Hosts = [.. Enumerable.Range(0, fleet.Hosts.Length).Where(_model.CanReceive)];
        _memoryInUse = new long[fleet.Hosts.Length];
        for (int machine = 0; machine < _model.HostOf.Length; machine++)
        {
            if (_model.HostOf[machine] >= 0)
            {
                _memoryInUse[_model.HostOf[machine]] += MemoryInUseOf(machine);
            }
        }
    }

    /// <summary>Instant of the decision.</summary>
    public DateTimeOffset Now => _model.Fleet.TakenAt;

    /// <summary>Positions of the hosts that are on and open, in order.</summary>
    public ImmutableArray<int> Hosts { get; }

    /// <summary>Whether this policy may switch hosts.</summary>
    public bool ManagesPower => _model.Policy.ManageHostPower;

    /// <summary>The machines of a host that may be moved and were not yet.</summary>
    public IEnumerable<int> Movable(int host) => _model.ResidentsOf(host)
        .Where(machine => !_draft.Moved.Contains(machine) && _movability.Allows(machine, isForced: false));

    /// <summary>All machines on a host.</summary>
    public IReadOnlyList<int> On(int host) => _model.ResidentsOf(host);

    /// <summary>Host of a machine; -1 for none.</summary>
    public int HostOf(int machine) => _model.HostOf[machine];

    /// <summary>CPU of a host, MHz.</summary>
    public double CpuCapacity(int host) => _model.Fleet.Hosts[host].CpuCapacity.Value;

    /// <summary>Memory of a host, bytes.</summary>
    public long MemoryCapacity(int host) => _model.Fleet.Hosts[host].MemoryCapacity.Value;

    /// <summary>CPU in use on a host, 0 to 1.</summary>
    public double CpuRatio(int host) => _model.MeanRatio(host);

    /// <summary>Memory in use on a host, 0 to 1.</summary>
    public double MemoryRatio(int host) => (double)_memoryInUse[host] / MemoryCapacity(host);

    /// <summary>Memory not in use on a host, bytes.</summary>
    public long FreeMemory(int host) => MemoryCapacity(host) - _memoryInUse[host];

    /// <summary>Configured memory on a host, bytes.</summary>
    public long MemoryConfigured(int host) => _model.MemoryOn(host);

    /// <summary>CPU that a machine asks for, MHz.</summary>
    public double CpuOf(int machine) => _model.MeanDemand(machine);

    /// <summary>Memory that a machine uses, bytes.</summary>
    public long MemoryInUseOf(int machine) => _model.Demand.MemoryInUse[machine];

    /// <summary>The machine as it is configured.</summary>
    public VirtualMachine Machine(int machine) => _model.Fleet.VirtualMachines[machine];

    /// <summary>Whether the hypervisor would take it: state, memory and rules.</summary>
    public bool CanGo(int machine, int host) =>
        _model.HostOf[machine] != host && Array.TrueForAll(_filters, filter => filter.Allows(_model, machine, host));

    /// <summary>Moves a machine.</summary>
    public void Move(int machine, int to, string rule, string reason)
    {
        int from = _model.HostOf[machine];
        Relocate(machine, to);
        Plan(machine, from, rule, reason);
    }

    /// <summary>Moves all of some machines, or none of them.</summary>
    /// <param name="machines">Whom to move, in order.</param>
    /// <param name="choose">The host of a machine, chosen when those before it have gone; negative when there is
    /// none.</param>
    /// <param name="rule">The rule that wants it.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Whether they were moved.</returns>
    public bool TryMoveAll(IReadOnlyList<int> machines, Func<int, int> choose, string rule, string reason)
    {
        int[] from = [.. machines.Select(machine => _model.HostOf[machine])];
        for (int i = 0; i < machines.Count; i++)
        {
            int to = choose(machines[i]);
            if (to < 0)
            {
                TakeBack(machines, from, count: i);
                return false;
            }

            Relocate(machines[i], to);
        }

        for (int i = 0; i < machines.Count; i++)
        {
            Plan(machines[i], from[i], rule, reason);
        }

        return true;
    }

    /// <summary>Whether nothing is on a host or on the way to it.</summary>
    public bool IsIdle(int host) =>
        _model.IsEmpty(host) && !_model.BusyHosts.Contains(host) && !_draft.Targets.Contains(host) &&
        !_draft.Switched.Contains(host);

    /// <summary>Switches an idle host off unless the policy forbids or too few would be left.</summary>
    public void PowerOff(int host, string reason)
    {
        if (ManagesPower && IsIdle(host) && Hosts.Length - _draft.Switched.Count > _model.Policy.MinimumHostsOn)
        {
            double watts = _model.Fleet.Hosts[host].Power.At(0).Value;
            _draft.PowerOff(host, reason, $"Saves {watts:0} W.", watts * _model.Policy.Horizon.TotalHours);
        }
    }

    /// <summary>Switches the first sleeping host on unless one is coming up.</summary>
    public void PowerOnOne(string rule, string reason)
    {
        var hosts = _model.Fleet.Hosts;
        bool isOneComing = hosts.Any(host => host.State == HostState.PoweringOn);
        int sleeping = Enumerable.Range(0, hosts.Length).FirstOrDefault(
            host => hosts[host].State == HostState.Off && !hosts[host].IsInMaintenance && !_model.BusyHosts.Contains(host) &&
                !_draft.Switched.Contains(host), -1);
        if (ManagesPower && !isOneComing && sleeping >= 0)
        {
            _draft.PowerOn(sleeping, rule, reason);
        }
    }

    /// <summary>The finished plan.</summary>
    public Plan ToPlan() => _draft.ToPlan();

    private void Plan(int machine, int from, string rule, string reason)
    {
        int to = _model.HostOf[machine];
        _draft.Migrate(
            machine, from,
            new Explanation(rule, reason, $"'{_model.Fleet.Hosts[to].Id}' rises to {_model.MeanRatio(to):P0} of its CPU.", Instead: ""));
    }

    private void Relocate(int machine, int to)
    {
        Count(machine, to);
        _model.Move(machine, to);
    }

    private void TakeBack(IReadOnlyList<int> machines, int[] from, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            Count(machines[i], from[i]);
            _model.Undo(machines[i], from[i]);
        }
    }

    private void Count(int machine, int to)
    {
        _memoryInUse[_model.HostOf[machine]] -= MemoryInUseOf(machine);
        _memoryInUse[to] += MemoryInUseOf(machine);
    }
}
