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
    private readonly List<int>?[] _apartDomain;
    private readonly HashSet<int>?[] _forbidden;
    private readonly HashSet<int>?[] _only;
    private readonly bool[] _isHeld;
    private readonly int[] _domainOf;
    private readonly Dictionary<AffinityRule, HashSet<int>> _together = [];

    private ConsolidationProblem(PlacementContext context)
    {
        (_context, _model, _policy) = (context, context.Model, context.Model.Policy);
        _machines = [.. Enumerable.Range(0, _model.HostOf.Length).Where(machine => _model.HostOf[machine] >= 0)];
        for (int i = 0; i < _machines.Length; i++)
        {
            _at[_machines[i]] = i;
        }

        _apart = new List<int>?[_machines.Length];
        _apartDomain = new List<int>?[_machines.Length];
        _forbidden = new HashSet<int>?[_machines.Length];
        _only = new HashSet<int>?[_machines.Length];
        _isHeld = new bool[_machines.Length];
        var domains = new Dictionary<string, int>(StringComparer.Ordinal);
        _domainOf = [.. _model.Fleet.Hosts.Select(host => Number(domains, host.LostWith))];
    }

    /// <summary>Compiles a decision.</summary>
    /// <param name="context">The decision so far.</param>
    /// <param name="machines">The machine at each position of the problem.</param>
    /// <param name="emptiesHosts">Whether hosts may be emptied; if not, only single machines are put right.</param>
    public static PlacementProblem Of(PlacementContext context, out int[] machines, bool emptiesHosts)
    {
        var compiling = new ConsolidationProblem(context);
        machines = compiling._machines;
        compiling.CompileRules();
        compiling.CompilePast();

        return emptiesHosts ? compiling.Build() : compiling.Build() with
        {
            MayEmpty = new bool[context.Model.Fleet.Hosts.Length],
            RestWatts = [.. context.Model.Fleet.Hosts.Select(host => host.Power.At(0).Value)],
            IsOpen = [.. Enumerable.Range(0, context.Model.Fleet.Hosts.Length).Select(compiling.MayReceive)],
            MinimumOccupied = 0,
            Neighbourhoods = 0,
        };
    }

    private PlacementProblem Build()
    {
        var hosts = _model.Fleet.Hosts;
        int[] all = [.. Enumerable.Range(0, hosts.Length)];
        var demand = _model.Demand;
        var machineClasses = new Dictionary<(ClusterId, ProviderId, int), int>();
        var hostClasses = new Dictionary<(ClusterId, ProviderId, int), int>();
        int[] machineClass = [.. _machines.Select(machine => (machine, _model.Fleet.VirtualMachines[machine]))
            .Select(pair => Number(machineClasses, (pair.Item2.Cluster, pair.Item2.Provider, _model.Cpus.ClassOfMachine(pair.machine))))];
        int[] hostClass = [.. all.Select(host =>
            Number(hostClasses, (hosts[host].Cluster, hosts[host].Provider, _model.Cpus.ClassOfHost(host))))];

        return new PlacementProblem
        {
            Steps = demand.Steps,
            HorizonHours = _policy.Horizon.TotalHours,
            MedianMhz = Rows(demand.Median),
            SpreadSquared = Rows(demand.SpreadSquared),
            Together = demand.Together?.Over(_machines),
            QuantileDeviations = Math.Max(0.1, NormalQuantile.Of(demand.Quantile)),
            MemoryBytes = [.. _machines.Select(machine => _model.Fleet.VirtualMachines[machine].Memory.Value)],
            Bandwidth = Array.Exists(_machines, IsPromised) ? [.. _machines.SelectMany(Promised)] : null,
            BandwidthCapacity = [.. all.SelectMany(LeftToPromise)],
            Traffic = demand.Traffic is { } traffic ? Pairs(traffic) : null,
            TrafficSpreadSquared = demand.Traffic is null ? [] : Pairs(demand.TrafficSpreadSquared),
            TrafficLimit = demand.Traffic is null ? [] : [.. all.SelectMany(LeftForTraffic)],
            MoveWattHours = [.. _machines.Select(machine =>
                MigrationCost.PayBack * MigrationCost.Of(_model, machine, _model.HostOf[machine]))],
            Current = [.. _machines.Select(machine => _model.HostOf[machine])],
            IsMovable = [.. _machines.Select((machine, i) => !_isHeld[i] && !_context.Draft.Moved.Contains(machine) &&
                _context.Movability.Allows(machine, isForced: false))],
            MachineClass = machineClass,
            ClassFits = Fits(machineClasses, hostClasses),
            ApartGroups = [.. _apart.Select(groups => groups?.ToArray())],
            ApartDomainGroups = Array.Exists(_apartDomain, groups => groups is not null)
                ? [.. _apartDomain.Select(groups => groups?.ToArray())]
                : null,
            DomainOf = _domainOf,
            Wishes = _model.Wishes.Over(_machines),
            ForbiddenHosts = [.. _forbidden.Select(one => one?.Order().ToArray())],
            OnlyHosts = [.. _only.Select(one => one?.Order().ToArray())],
            CpuMhz = [.. hosts.Select(host => host.CpuCapacity.Value)],
            CpuLimitMhz = [.. all.Select(host =>
                (hosts[host].CpuCapacity.Value * _policy.FillUpToRatio) - _model.ReservedExtraMhz(host))],
            MemoryCapacity = [.. all.Select(host => _model.FreeMemory(host) + _model.MemoryOn(host))],
            Power = [.. hosts.Select(host => host.Power)],
            RestWatts = [.. all.Select(RestWatts)],
            IsOpen = [.. all.Select(host => MayReceive(host) && !IsBare(host))],
            MayEmpty = [.. all.Select(MayEmpty)],
            HostClass = hostClass,
            UnservedWattHoursPerMhzHour = Math.Max(0, _policy.UnservedWattHoursPerGhzHour) / MhzPerGhz,
            MinimumOccupied = _policy.MinimumHostsOn,
            MostMoves = MostMoves(),
            Neighbourhoods = Math.Max(0, _policy.SearchNeighbourhoods),
            Seed = (int)(_model.Fleet.TakenAt.UtcTicks / TimeSpan.TicksPerSecond % int.MaxValue),
        };
    }

    private bool[,] Fits(
        Dictionary<(ClusterId, ProviderId, int), int> machineClasses, Dictionary<(ClusterId, ProviderId, int), int> hostClasses)
    {
        bool[,] fits = new bool[machineClasses.Count, hostClasses.Count];
        foreach (var (machine, row) in machineClasses)
        {
            foreach (var (host, column) in hostClasses)
            {
                fits[row, column] = machine.Item1 == host.Item1 && machine.Item2 == host.Item2 &&
                    _model.Cpus.Fits(machine.Item3, host.Item3);
            }
        }

        return fits;
    }

    // What cannot be carried out before the next decision would only be superseded by it.
    private int MostMoves() =>
        (int)Math.Clamp((2L * _policy.MaxMigrationsPerCluster) - _context.Draft.Moved.Count, 0, _context.ActionsLeft);

    private bool IsPromised(int machine)
    {
        var guest = _model.Fleet.VirtualMachines[machine];

        return guest.NetworkReservation.Value > 0 || guest.DiskReservation.Value > 0;
    }

    private double[] Promised(int machine) =>
        [_model.Fleet.VirtualMachines[machine].NetworkReservation.Value, _model.Fleet.VirtualMachines[machine].DiskReservation.Value];

    // Less what is promised to machines that have yet to leave it, or to arrive.
    private double[] LeftToPromise(int host)
    {
        var noun = _model.Fleet.Hosts[host];
        double link = noun.NetworkCapacity.Value > 0 ? noun.NetworkCapacity.Value : double.PositiveInfinity;
        double disk = noun.DiskCapacity.Value > 0 ? noun.DiskCapacity.Value : double.PositiveInfinity;
        foreach (int other in _model.EverOn(host))
        {
            if (_model.HostOf[other] != host)
            {
                link -= _model.Fleet.VirtualMachines[other].NetworkReservation.Value;
                disk -= _model.Fleet.VirtualMachines[other].DiskReservation.Value;
            }
        }

        return [link, disk];
    }

    // At the quantile of those that have yet to leave it, or to arrive: what they vary is counted in full.
    private double[] LeftForTraffic(int host)
    {
        var noun = _model.Fleet.Hosts[host];
        double[] left = [.. new[] { noun.NetworkCapacity.Value, noun.DiskCapacity.Value }
            .Select(capacity => capacity > 0 ? capacity * _policy.FillUpToRatio : double.PositiveInfinity)];
        foreach (int other in _model.EverOn(host).Where(other => _model.HostOf[other] != host))
        {
            for (int kind = 0; kind < left.Length; kind++)
            {
                int at = (2 * other) + kind;
                left[kind] -= _model.Demand.Traffic![at] + Math.Sqrt(_model.Demand.TrafficSpreadSquared[at]);
            }
        }

        return left;
    }

    private double[] Pairs(double[] table) => [.. _machines.SelectMany(machine => table.AsSpan(2 * machine, 2).ToArray())];

    private bool MayReceive(int host) => _model.CanReceive(host) && !_context.Dangers.ContainsKey(host);

    private bool MayEmpty(int host) => _context.Switched.WhyNotOff() is null && _model.CanReceive(host) &&
        !_model.Fleet.Hosts[host].StaysOn && !_model.BusyHosts.Contains(host) &&
        !_context.Dangers.ContainsKey(host) && !_context.Draft.Targets.Contains(host) &&
        _context.Spare.WhyKeptForDevices(host) is null;

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
                Compile(rule, group, i, named, present);
            }
        }
    }

    private void Compile(AffinityRule rule, int group, int i, HashSet<int> named, int present)
    {
        switch (rule.Kind)
        {
            case AffinityKind.KeepApart:
                ((rule.Scope == AffinityScope.Host ? _apart : _apartDomain)[i] ??= []).Add(group);
                break;
            case AffinityKind.KeepTogether when rule.Scope == AffinityScope.FaultDomain && present > 1:
                Narrow(i, Together(rule));
                break;
            case AffinityKind.AtMostHosts:
                Narrow(i, [.. _context.Rules.Licensed(rule)]);
                break;
            case AffinityKind.KeepTogether:
                // Moved one after the other, the members would be apart for a moment.
                _isHeld[i] |= present > 1;
                break;
            case AffinityKind.NeverOn:
                (_forbidden[i] ??= []).UnionWith(named);
                break;
            default:
                Narrow(i, named);
                break;
        }
    }

    private void Narrow(int i, HashSet<int> hosts) => _only[i] = _only[i] is { } only ? [.. only.Intersect(hosts)] : [.. hosts];

    // The hosts of the one domain that all members are in at every moment; none where they are in several.
    private HashSet<int> Together(AffinityRule rule)
    {
        if (_together.TryGetValue(rule, out var known))
        {
            return known;
        }

        int[] domains = [.. rule.VirtualMachines.Where(_model.MachineIndex.ContainsKey)
            .SelectMany(id => _model.PlacesOf(_model.MachineIndex[id])).Select(host => _domainOf[host]).Distinct()];

        return _together[rule] = domains.Length == 1
            ? [.. Enumerable.Range(0, _domainOf.Length).Where(host => _domainOf[host] == domains[0])]
            : [];
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

        ForbidCompany(_apart, AffinityScope.Host);
        ForbidCompany(_apartDomain, AffinityScope.FaultDomain);
    }

    private void ForbidCompany(List<int>?[] apart, AffinityScope scope)
    {
        if (!Array.Exists(apart, groups => groups is not null))
        {
            return;
        }

        var groupsOf = _policy.Rules.Select((rule, group) => (rule, group))
            .Where(pair => pair.rule.Kind == AffinityKind.KeepApart && pair.rule.Scope == scope)
            .SelectMany(pair => pair.rule.VirtualMachines.Distinct().Select(id => (id, pair.group)))
            .ToLookup(pair => pair.id, pair => pair.group);
        for (int host = 0; host < _model.Fleet.Hosts.Length; host++)
        {
            foreach (int other in _model.EverOn(host).Where(other => _model.HostOf[other] != host))
            {
                Forbid(apart, scope, host, other, [.. groupsOf[_model.Fleet.VirtualMachines[other].Id]]);
            }
        }
    }

    private void Forbid(List<int>?[] apart, AffinityScope scope, int host, int other, HashSet<int> groups)
    {
        for (int i = 0; groups.Count > 0 && i < apart.Length; i++)
        {
            if (_machines[i] != other && apart[i] is { } mine && mine.Exists(groups.Contains))
            {
                (_forbidden[i] ??= []).UnionWith(scope == AffinityScope.Host ? [host] : DomainWith(host));
            }
        }
    }

    private IEnumerable<int> DomainWith(int host) =>
        Enumerable.Range(0, _domainOf.Length).Where(other => _domainOf[other] == _domainOf[host]);

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
