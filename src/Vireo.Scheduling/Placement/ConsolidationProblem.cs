using Vireo.Fleet;
using Vireo.Forecasting.Intervals;
using Vireo.Scheduling.Placement.Model;
using Vireo.Scheduling.Placement.Optimizing;
using Vireo.Scheduling.Placement.Powering;

namespace Vireo.Scheduling.Placement;

/// <summary>What a decision knows, as a placement to improve: the operator's rules compiled to arrays.</summary>
internal sealed class ConsolidationProblem
{
    private const int MhzPerGhz = 1_000;
    private readonly PlacementContext _context;
    private readonly FleetModel _model;
    private readonly Policy _policy;
    private readonly int[] _machines;
    private readonly Dictionary<int, int> _at = [];
    private readonly List<int>?[] _apart;
    private readonly HashSet<int>?[] _forbidden;
    private readonly HashSet<int>?[] _only;
    private readonly bool[] _isHeld;

    private ConsolidationProblem(PlacementContext context)
    {
        (_context, _model, _policy) = (context, context.Model, context.Model.Policy);
        _machines = [.. Enumerable.Range(0, _model.HostOf.Length).Where(machine => _model.HostOf[machine] >= 0)];
        for (int i = 0; i < _machines.Length; i++)
        {
            _at[_machines[i]] = i;
        }

        _apart = new List<int>?[_machines.Length];
        _forbidden = new HashSet<int>?[_machines.Length];
        _only = new HashSet<int>?[_machines.Length];
        _isHeld = new bool[_machines.Length];
    }

    /// <summary>Compiles a decision.</summary>
    /// <param name="context">The decision so far.</param>
    /// <param name="machines">The machine at each position of the problem.</param>
    public static PlacementProblem Of(PlacementContext context, out int[] machines)
    {
        var compiling = new ConsolidationProblem(context);
        machines = compiling._machines;
        compiling.CompileRules();
        compiling.CompilePast();

        return compiling.Build();
    }

    private PlacementProblem Build()
    {
        var hosts = _model.Fleet.Hosts;
        int[] all = [.. Enumerable.Range(0, hosts.Length)];
        var demand = _model.Demand;
        var classes = new Dictionary<(ClusterId, ProviderId), int>();

        return new PlacementProblem
        {
            Steps = demand.Steps,
            HorizonHours = _policy.Horizon.TotalHours,
            MedianMhz = Rows(demand.Median),
            SpreadSquared = Rows(demand.SpreadSquared),
            QuantileDeviations = Math.Max(0.1, NormalQuantile.Of(demand.Quantile)),
            MemoryBytes = [.. _machines.Select(machine => _model.Fleet.VirtualMachines[machine].Memory.Value)],
            MoveWattHours = [.. _machines.Select(machine =>
                MigrationCost.PayBack * MigrationCost.Of(_model, machine, _model.HostOf[machine]))],
            Current = [.. _machines.Select(machine => _model.HostOf[machine])],
            IsMovable = [.. _machines.Select((machine, i) => !_isHeld[i] && !_context.Draft.Moved.Contains(machine) &&
                _context.Movability.Allows(machine, isForced: false))],
            MachineClass = [.. _machines.Select(machine => _model.Fleet.VirtualMachines[machine])
                .Select(guest => Number(classes, (guest.Cluster, guest.Provider)))],
            ApartGroups = [.. _apart.Select(groups => groups?.ToArray())],
            ForbiddenHosts = [.. _forbidden.Select(one => one?.Order().ToArray())],
            OnlyHosts = [.. _only.Select(one => one?.Order().ToArray())],
            CpuMhz = [.. hosts.Select(host => host.CpuCapacity.Value)],
            CpuLimitMhz = [.. all.Select(host =>
                (hosts[host].CpuCapacity.Value * _policy.FillUpToRatio) - _model.ReservedExtraMhz(host))],
            MemoryCapacity = [.. all.Select(host => _model.FreeMemory(host) + _model.MemoryOn(host))],
            Power = [.. hosts.Select(host => host.Power)],
            RestWatts = [.. all.Select(RestWatts)],
            IsOpen = [.. all.Select(host => _model.CanReceive(host) && !_context.Dangers.ContainsKey(host) && !IsBare(host))],
            MayEmpty = [.. all.Select(MayEmpty)],
            HostClass = [.. hosts.Select(host => Number(classes, (host.Cluster, host.Provider)))],
            UnservedWattHoursPerMhzHour = Math.Max(0, _policy.UnservedWattHoursPerGhzHour) / MhzPerGhz,
            MinimumOccupied = _policy.MinimumHostsOn,
            MostMoves = MostMoves(),
            Neighbourhoods = Math.Max(0, _policy.SearchNeighbourhoods),
            Seed = (int)(_model.Fleet.TakenAt.UtcTicks / TimeSpan.TicksPerSecond % int.MaxValue),
        };
    }

    // What cannot be carried out before the next decision would only be superseded by it.
    private int MostMoves() =>
        (int)Math.Clamp((2L * _policy.MaxMigrationsPerCluster) - _context.Draft.Moved.Count, 0, _context.ActionsLeft);

    private bool MayEmpty(int host) => _context.Switched.WhyNotOff() is null && _model.CanReceive(host) &&
        !_model.Fleet.Hosts[host].StaysOn && !_model.BusyHosts.Contains(host) && !_context.Dangers.ContainsKey(host) && !_context.Draft.Targets.Contains(host);

    // Off it draws nothing, and has to be started again one day.
    private double RestWatts(int host)
    {
        double idle = _model.Fleet.Hosts[host].Power.At(0).Value;

        return _model.Fleet.Hosts[host].State == HostState.Off ? 0 : _policy.ManageHostPower && MayEmpty(host)
            ? Math.Min(idle, PowerCycle.WattHours(_model.Fleet.Hosts[host]) / Math.Max(1e-9, _policy.Horizon.TotalHours))
            : idle;
    }

    // A host that stands empty is about to be switched off: it is not filled again to empty another.
    private bool IsBare(int host) => _model.IsEmpty(host);

    private double[] Rows(double[] table)
    {
        int steps = _model.Demand.Steps;
        double[] rows = new double[_machines.Length * steps];
        for (int i = 0; i < _machines.Length; i++)
        {
            table.AsSpan(_machines[i] * steps, steps).CopyTo(rows.AsSpan(i * steps));
        }

        return rows;
    }

    private void CompileRules()
    {
        for (int group = 0; group < _policy.Rules.Length; group++)
        {
            var rule = _policy.Rules[group];
            var members = rule.VirtualMachines.Distinct().Where(_model.MachineIndex.ContainsKey)
                .Select(id => _model.MachineIndex[id]).ToList();
            HashSet<int> named = [.. rule.Hosts.Where(_model.HostIndex.ContainsKey).Select(id => _model.HostIndex[id])];
            int present = members.Count(_at.ContainsKey);
            foreach (int i in members.Where(_at.ContainsKey).Select(machine => _at[machine]))
            {
                Compile(rule.Kind, group, i, named, present);
            }
        }
    }

    private void Compile(AffinityKind kind, int group, int i, HashSet<int> named, int present)
    {
        switch (kind)
        {
            case AffinityKind.KeepApart:
                (_apart[i] ??= []).Add(group);
                break;
            case AffinityKind.KeepTogether:
                // Moved one after the other, the members would be apart for a moment.
                _isHeld[i] |= present > 1;
                break;
            case AffinityKind.NeverOn:
                (_forbidden[i] ??= []).UnionWith(named);
                break;
            default:
                _only[i] = _only[i] is { } only ? [.. only.Intersect(named)] : [.. named];
                break;
        }
    }

    // Hosts that a machine left too short a while ago, and those that a machine it must not meet has yet to leave or to
    // reach.
    private void CompilePast()
    {
        foreach (var move in _model.Fleet.RecentMoves)
        {
            if (_model.Fleet.TakenAt - move.At < _policy.NoReturnWithin && _model.HostIndex.TryGetValue(move.From, out int left) &&
                _model.MachineIndex.TryGetValue(move.VirtualMachine, out int machine) && _at.TryGetValue(machine, out int i))
            {
                (_forbidden[i] ??= []).Add(left);
            }
        }

        if (!Array.Exists(_apart, groups => groups is not null))
        {
            return;
        }

        var groupsOf = _policy.Rules.Select((rule, group) => (rule, group)).Where(pair => pair.rule.Kind == AffinityKind.KeepApart)
            .SelectMany(pair => pair.rule.VirtualMachines.Distinct().Select(id => (id, pair.group)))
            .ToLookup(pair => pair.id, pair => pair.group);
        for (int host = 0; host < _model.Fleet.Hosts.Length; host++)
        {
            foreach (int other in _model.EverOn(host).Where(other => _model.HostOf[other] != host))
            {
                Forbid(host, other, [.. groupsOf[_model.Fleet.VirtualMachines[other].Id]]);
            }
        }
    }

    private void Forbid(int host, int other, HashSet<int> groups)
    {
        for (int i = 0; groups.Count > 0 && i < _apart.Length; i++)
        {
            if (_machines[i] != other && _apart[i] is { } mine && mine.Exists(groups.Contains))
            {
                (_forbidden[i] ??= []).Add(host);
            }
        }
    }

    private static int Number<T>(Dictionary<T, int> numbers, T key)
        where T : notnull
    {
        if (!numbers.TryGetValue(key, out int number))
        {
            numbers[key] = number = numbers.Count;
        }

        return number;
    }
}
