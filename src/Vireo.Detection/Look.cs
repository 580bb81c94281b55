using System.Collections.Immutable;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>One look at the fleet: what is seen, what was known before, and what is derived once for all
/// rules.</summary>
internal sealed class Look
{
    private readonly Dictionary<(string, EntityId), PendingBreach> _pending;
    private readonly Dictionary<(string, EntityId), PendingBreach> _clearing;
    private readonly HashSet<(string, EntityId)> _open;
    private readonly Dictionary<(string, EntityId), EndedIncident> _ended;
    private readonly HashSet<string> _leading;
    private readonly HashSet<string> _alertRules;
    private readonly HashSet<EntityId> _known;
    private readonly HashSet<EntityId> _switchedOff;
    private readonly HashSet<string> _rules;
    private readonly Dictionary<string, Metric> _metrics = [];
    private Dictionary<HostId, EntityId>? _racks;

    public Look(
        WatchState state, ImmutableArray<ThresholdRule> rules, AlertPicture alerts, FleetSnapshot fleet, FleetSeries series)
    {
        State = state;
        Fleet = fleet;
        Series = series;
        _pending = ByKey(state.Pending);
        _clearing = ByKey(state.Clearing);
        _open = [.. state.Open.Select(incident => (incident.Rule, incident.Entity))];
        _leading = [.. state.Open.Where(incident => incident.Under is null).Select(incident => incident.Id)];
        _ended = state.Ended.ToDictionary(ended => (ended.Rule, ended.Entity));
        _rules = [.. RuleNames.BuiltIn];
        foreach (ThresholdRule rule in rules)
        {
            if (!_rules.Add(rule.Name))
            {
                throw new ArgumentException(
                    $"Two rules are called '{rule.Name}'. Rename one: incidents are told apart by it.", nameof(rules));
            }

            _metrics[rule.Name] = rule.Metric;
        }

        // An alert rule may share its name with others: Prometheus has it so.
        _rules.UnionWith(alerts.Rules);
        _alertRules = [.. alerts.Rules];
        _known =
        [
            EntityId.Of(fleet.Cluster),
            .. fleet.Pools.Select(pool => EntityId.Of(pool.Pool)),
            .. fleet.BackendPools.Select(pool => EntityId.Of(pool.Id)),
            .. fleet.VirtualMachines.Select(machine => machine.Group).OfType<VmGroupId>().Select(EntityId.Of),
            .. fleet.Hosts.Select(host => EntityId.Of(host.Id)),
            .. fleet.Hosts.Select(host => new EntityId(EntityKind.Rack, host.FaultDomain)),
            .. fleet.VirtualMachines.Select(machine => EntityId.Of(machine.Id)),
            .. fleet.Hosts.Select(host => EntityId.Of(host.Provider)),
            .. fleet.VirtualMachines.Select(machine => EntityId.Of(machine.Provider)),
            .. fleet.VirtualMachines.Select(machine => machine.Datastore).OfType<DatastoreId>().Select(EntityId.Of),
        ];
        _switchedOff =
        [
            .. fleet.Hosts.Where(host => host.State == HostState.Off).Select(host => EntityId.Of(host.Id)),
            .. fleet.VirtualMachines
                .Where(machine => machine.State == PowerState.Off)
                .Select(machine => EntityId.Of(machine.Id)),
        ];
    }

    public WatchState State { get; }

    public FleetSnapshot Fleet { get; }

    public FleetSeries Series { get; }

    /// <summary>The instant that incidents carry.</summary>
    public DateTimeOffset Now => Series.AsOf;

    /// <summary>Hosts that do not run their machines any more; nothing else is said about them or their
    /// machines.</summary>
    public HashSet<HostId> DownHosts { get; } = [];

    /// <summary>Machines that lack something because of their pool's limit, and by what it shows; the pool's incident says
    /// so.</summary>
    public HashSet<(VirtualMachineId Machine, Metric Metric)> HeldBack { get; } = [];

    /// <summary>Whether an entity could show what a rule looks for: it is measured there, or the rule looks at no
    /// single metric.</summary>
    public bool CanShow(string rule, EntityId entity) =>
        !_metrics.TryGetValue(rule, out Metric? metric) || Series.Find(entity, metric) is not null;

    /// <summary>Whether the inventory holds it.</summary>
    public bool IsKnown(EntityId entity) => _known.Contains(entity);

    /// <summary>Whether an incident was not open at the last look.</summary>
    public bool IsNew(Incident incident) => !_open.Contains((incident.Rule, incident.Entity));

    /// <summary>Whether a rule comes from a rule file.</summary>
    public bool IsAlertRule(string rule) => _alertRules.Contains(rule);

    /// <summary>Whether an incident led others, or stood by itself, at the last look, however it has changed
    /// since.</summary>
    public bool WasLeading(Incident incident) => _leading.Contains(incident.Id);

    public bool IsOpen(string rule, EntityId entity) => _open.Contains((rule, entity));

    /// <summary>Why an open incident cannot go on whatever the series say; null when it can.</summary>
    public string? WhyOver(Incident incident) =>
        !_known.Contains(incident.Entity) ? "It left the inventory."
        : _switchedOff.Contains(incident.Entity) ? "It was switched off."
        : !_rules.Contains(incident.Rule) ? "Its rule was removed."
        : null;

    public PendingBreach? Pending(string rule, EntityId entity) => _pending.GetValueOrDefault((rule, entity));

    /// <summary>Since when an open incident has been about to be over; null when it is not.</summary>
    public PendingBreach? Clearing(string rule, EntityId entity) => _clearing.GetValueOrDefault((rule, entity));

    /// <summary>How often what opens now has been over and come back within the last hours.</summary>
    public int ReturnsOf(string rule, EntityId entity) =>
        _ended.TryGetValue((rule, entity), out EndedIncident? ended) ? ended.Times : 0;

    /// <summary>When an incident was over; now when it has just ended, null when it is open or long gone.</summary>
    public DateTimeOffset? EndedAt(string id) =>
        State.Ended.FirstOrDefault(ended => ended.Id == id) is { } ended ? ended.At
        : State.Open.Any(incident => incident.Id == id) ? Now
        : null;

    /// <summary>Whether the host that the machine is on is down: the host's incident names the machine.</summary>
    public bool IsOnDownHost(VirtualMachine machine) => machine.Host is { } host && DownHosts.Contains(host);

    /// <summary>The rack of the host that the machine is on; null when unknown.</summary>
    public EntityId? RackOf(VirtualMachine machine)
    {
        _racks ??= Fleet.Hosts.Where(host => host.FaultDomain.Length > 0)
            .ToDictionary(host => host.Id, host => new EntityId(EntityKind.Rack, host.FaultDomain));

        return machine.Host is { } host && _racks.TryGetValue(host, out EntityId rack) ? rack : null;
    }

    /// <summary>Judges what is seen once a look: wrong after so many looks in a row, over after so many
    /// without.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="isWrong">What this look shows.</param>
    /// <param name="looks">How many in a row decide.</param>
    /// <returns>Null when there is nothing to say.</returns>
    public (Standing Standing, DateTimeOffset Since, int Looks)? Count(
        string rule, EntityId entity, bool isWrong, int looks)
    {
        if (isWrong)
        {
            PendingBreach? before = Pending(rule, entity);
            int seen = (before?.Samples ?? 0) + 1;
            bool isLasting = seen >= looks || IsOpen(rule, entity);

            return (isLasting ? Standing.Lasting : Standing.Brewing, before?.Since ?? Now, seen);
        }

        if (!IsOpen(rule, entity))
        {
            return null;
        }

        PendingBreach? calm = _clearing.GetValueOrDefault((rule, entity));
        int calmLooks = (calm?.Samples ?? 0) + 1;

        return (calmLooks >= looks ? Standing.Calm : Standing.Undecided, calm?.Since ?? Now, calmLooks);
    }

    private static Dictionary<(string, EntityId), PendingBreach> ByKey(ImmutableArray<PendingBreach> breaches) =>
        breaches.ToDictionary(breach => (breach.Rule, breach.Entity));
}
