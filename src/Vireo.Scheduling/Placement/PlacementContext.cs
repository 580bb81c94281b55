using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Evacuating;
using Vireo.Scheduling.Placement.Filters;
using Vireo.Scheduling.Placement.Model;
using Vireo.Scheduling.Placement.Powering;
using Vireo.Scheduling.Remedies;

namespace Vireo.Scheduling.Placement;

/// <summary>What every step of a placement decision works with.</summary>
internal sealed class PlacementContext
{
    private readonly List<HostNeed> _hostNeeds = [];

    /// <summary>Builds the working state of one decision.</summary>
    public PlacementContext(FleetSnapshot fleet, Outlook outlook, Policy policy, DemandTable demand)
    {
        Model = new FleetModel(fleet, demand, policy);
        ReadHazards(outlook, policy);
        ReadRemedies(DueRemedies.Find(fleet, outlook, policy).Due);
        Movability = new Movability(Model);
        Draft = new PlanDraft(Model);
        Ahead = new LookAhead(Model);
        Spare = new SpareCapacity(Model, Failing, Ahead.RiseMhz);
        Switched = new SwitchRest(fleet, policy.RestAfterSwitch);
        Sleepers = new Sleepers(Model, Dangers);
        Rules = new RulesHold(Model);
        ImmutableArray<IPlacementFilter> always =
        [
            new HostReceives(), new SameCluster(), new CpuCompatible(), new HostIsSafe(Dangers), new MemoryFits(), new DevicesFit(), new BandwidthFits(),
            Rules,
        ];
        Forced = new TargetSearch(Model, [.. always, new TrafficFits(1), new CpuFits(1)]);
        Search = new TargetSearch(
            Model,
            [
                .. always, new NoReturn(fleet, policy.NoReturnWithin), new TrafficFits(policy.FillUpToRatio),
                new CpuFits(policy.FillUpToRatio),
            ]);
    }

    /// <summary>Who is where.</summary>
    public FleetModel Model { get; }

    /// <summary>Hosts that must not be relied on, and why.</summary>
    public Dictionary<int, string> Dangers { get; } = [];

    /// <summary>Hosts that are likely to fail, and why: their machines should leave.</summary>
    public Dictionary<int, string> Failing { get; } = [];

    /// <summary>Hosts whose machines leave because of an incident.</summary>
    public Dictionary<int, DueRemedy> Remedied { get; } = [];

    /// <summary>Machines that leave their host because of an incident.</summary>
    public Dictionary<int, DueRemedy> RemediedMachines { get; } = [];

    /// <summary>Hosts whose telemetry cannot be trusted: nothing is done about them (S28).</summary>
    public HashSet<int> Untrusted { get; } = [];

    /// <summary>Actions that placement may plan; wishes stop there, what is urgent is cut by its rank in the whole
    /// plan.</summary>
    public int MostActions { get; init; } = int.MaxValue;

    /// <summary>Actions that wishes may still add.</summary>
    public int ActionsLeft => Math.Max(0, MostActions - Draft.Count);

    /// <summary>How often moving others out of somebody's way was tried.</summary>
    public int ExchangesTried { get; set; }

    /// <summary>Who may move.</summary>
    public Movability Movability { get; }

    /// <summary>The plan so far.</summary>
    public PlanDraft Draft { get; }

    /// <summary>The capacity kept for a lost fault domain.</summary>
    public SpareCapacity Spare { get; }

    /// <summary>What hosts that stay on have to carry within the horizon.</summary>
    public LookAhead Ahead { get; }

    /// <summary>Hosts that were switched a short while ago.</summary>
    public SwitchRest Switched { get; }

    /// <summary>What would be missing within the horizon, or at the loss of a fault domain, if some hosts were switched
    /// off; null when nothing.</summary>
    /// <param name="isOff">Hosts that this plan switches off; nothing is left on them.</param>
    public string? ShortageWithout(Func<int, bool> isOff) => Ahead.Shortage(isOff) ?? Spare.Shortage(isOff);

    /// <summary>The operator's placement rules.</summary>
    public RulesHold Rules { get; }

    /// <summary>Targets for moves that are wanted.</summary>
    public TargetSearch Search { get; }

    /// <summary>Targets for moves that a failure forces: a host may be filled, and a machine may return.</summary>
    public TargetSearch Forced { get; }

    /// <summary>Targets for a machine that has to leave: an incident is no failure, so hosts are not filled up for it and
    /// nothing returns.</summary>
    public TargetSearch SearchFor(LeavingMachine leaving) => leaving.Answers is null ? Forced : Search;

    /// <summary>Hosts that could be woken, and hosts on their way up.</summary>
    public Sleepers Sleepers { get; }

    /// <summary>Load that has no place on the hosts that are on and that others could take.</summary>
    public IReadOnlyList<HostNeed> HostNeeds => _hostNeeds;

    /// <summary>Remembers that a machine has nowhere to go, if some host that is off could take it.</summary>
    /// <returns>Empty where one can; else why waking one would not help, a sentence to add to a refusal.</returns>
    /// <param name="machine">Who has no place.</param>
    /// <param name="search">The rules that its target has to keep.</param>
    /// <param name="why">Whose load it is, for people.</param>
    public string NeedHost(int machine, TargetSearch search, string why)
    {
        ImmutableArray<int> able = [.. Sleepers.For(machine, search)];
        if (able.IsEmpty)
        {
            return Sleepers.WhyNone(machine, search);
        }

        _hostNeeds.Add(new HostNeed(why, Model.MeanDemand(machine), Model.Fleet.VirtualMachines[machine].Memory.Value, able));

        return "";
    }

    /// <summary>Remembers that a host stays hot, if some host that is off could take one of its machines. Heat is a
    /// forecast: one host more, then look again; it counts for nothing beside what really has to leave.</summary>
    public void NeedHostForAny(IEnumerable<int> machines, string why)
    {
        var able = machines.Select(machine => Sleepers.For(machine, Search).ToImmutableArray()).FirstOrDefault(hosts => !hosts.IsEmpty);
        if (!able.IsDefault)
        {
            _hostNeeds.Add(new HostNeed(why, Mhz: 0, Bytes: 0, able));
        }
    }

    /// <summary>Remembers what a step before placement found no host for.</summary>
    public void NeedHost(HomelessLoad load) =>
        _hostNeeds.Add(new HostNeed(load.Why, load.Mhz, load.Bytes, [.. load.Hosts.Select(host => Model.HostIndex[host])]));

    /// <summary>Whether load needs another host now, or needed one a short while ago: everything on some host has just
    /// come.</summary>
    public bool IsWaking => _hostNeeds.Count > 0 ||
        Model.Fleet.Hosts.Any(host => host.State == HostState.PoweringOn) ||
        Enumerable.Range(0, Model.Fleet.Hosts.Length).Any(Movability.HasJustFilled);

    /// <summary>Moves a machine in the model unless that uses up the capacity kept for a lost fault domain
    /// (S6).</summary>
    /// <returns>Whether it was moved; where not, the refusal is noted.</returns>
    public bool TryMove(int machine, int to)
    {
        if (WhyNotMove(machine, to) is { } reason)
        {
            Draft.Refuse(EntityId.Of(Model.Fleet.VirtualMachines[machine].Id), "S6", reason);

            return false;
        }

        Model.Move(machine, to);

        return true;
    }

    /// <summary>Why a move would use up the capacity kept for a lost fault domain (S6); null when it does not. The
    /// model stays as
    /// it is.</summary>
    public string? WhyNotMove(int machine, int to)
    {
        int from = Model.HostOf[machine];
        bool held = Spare.Holds();
        Model.Move(machine, to);
        bool holds = Spare.Holds();
        Model.Undo(machine, from);

        return held && !holds
            ? $"Moving it to host '{Model.Fleet.Hosts[to].Id}' would use up what is kept for a lost fault domain."
            : null;
    }

    // While its incident is open and answered, nothing comes back to such a host.
    private void ReadRemedies(ImmutableArray<DueRemedy> due)
    {
        foreach (var one in due.Where(one => one.Remedy.Kind == RemedyKind.Evacuate))
        {
            var entity = one.Incident.Entity;
            if (entity.Kind == EntityKind.Host && Model.HostIndex.TryGetValue(new HostId(entity.Value), out int host))
            {
                Remedied.TryAdd(host, one);
                Dangers.TryAdd(host, one.Why);
            }
            else if (entity.Kind == EntityKind.VirtualMachine &&
                Model.MachineIndex.TryGetValue(new VirtualMachineId(entity.Value), out int machine))
            {
                RemediedMachines.TryAdd(machine, one);
            }
        }
    }

    private void ReadHazards(Outlook outlook, Policy policy)
    {
        foreach (var hazard in outlook.Hazards)
        {
            if (hazard.Entity.Kind != EntityKind.Host ||
                !Model.HostIndex.TryGetValue(new HostId(hazard.Entity.Value), out int host))
            {
                continue;
            }

            if (hazard.Kind is HazardKind.HostFailing or HazardKind.HostDown or HazardKind.BadTelemetry)
            {
                Dangers[host] = hazard.Reason;
            }

            if (hazard.Kind == HazardKind.BadTelemetry)
            {
                Untrusted.Add(host);
            }

            if (hazard.Kind == HazardKind.HostFailing && hazard.Probability >= policy.EvacuateAboveProbability)
            {
                Failing[host] = hazard.Reason;
            }
        }
    }
}
