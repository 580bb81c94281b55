using Vireo.Scheduling.Placement.Model;
using Vireo.Scheduling.Placement.Wishes;

namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>Who is where while a search goes on, and what each host carries and costs; kept up to date move by
/// move.</summary>
internal sealed class HostLoads
{
    private readonly PlacementProblem _problem;
    private readonly List<int>[] _residents;
    private readonly double[] _median;
    private readonly double[] _spread;
    private readonly JointPeaks? _joint;
    private readonly long[] _memory;
    private readonly double[] _bandwidth;
    private readonly double[] _traffic;
    private readonly double[] _trafficSpread;
    private readonly Dictionary<(int Group, int Host), int> _apart = [];
    private readonly Dictionary<(int Group, int Domain), int> _apartDomain = [];

    /// <summary>Starts from where the machines are.</summary>
    public HostLoads(PlacementProblem problem)
    {
        _problem = problem;
        _residents = new List<int>[problem.Hosts];
        _median = new double[problem.Hosts * problem.Steps];
        _spread = new double[problem.Hosts * problem.Steps];
        _joint = problem.Together is { } groups
            ? new JointPeaks(groups, problem.SpreadSquared, problem.Hosts, problem.Steps)
            : null;
        _memory = new long[problem.Hosts];
        _bandwidth = problem.Bandwidth is null ? [] : new double[2 * problem.Hosts];
        _traffic = problem.Traffic is null ? [] : new double[2 * problem.Hosts];
        _trafficSpread = new double[_traffic.Length];
        Scan = new TargetScan(problem);
        Wishes = new WishCounts(problem.Wishes);
        HostOf = new int[problem.Machines];
        for (int host = 0; host < _residents.Length; host++)
        {
            _residents[host] = [];
        }

        for (int machine = 0; machine < HostOf.Length; machine++)
        {
            HostOf[machine] = problem.Current[machine];
            if (HostOf[machine] >= 0)
            {
                Add(machine, HostOf[machine], 1);
                Wishes.Add(machine, HostOf[machine], 1);
                Occupied += _residents[HostOf[machine]].Count == 1 ? 1 : 0;
            }
        }

        for (int host = 0; host < _residents.Length; host++)
        {
            Refresh(host);
        }
    }

    /// <summary>Host of each machine; -1 for none.</summary>
    public int[] HostOf { get; }

    /// <summary>Hosts that carry something.</summary>
    public int Occupied { get; private set; }

    /// <summary>Machines that are elsewhere than they were.</summary>
    public int Moves { get; private set; }

    /// <summary>The hosts as the fast search sees them.</summary>
    public TargetScan Scan { get; }

    /// <summary>How often wishes are broken.</summary>
    public WishCounts Wishes { get; }

    /// <summary>The machines on a host.</summary>
    public List<int> ResidentsOf(int host) => _residents[host];

    /// <summary>Memory taken on a host, bytes.</summary>
    public long MemoryOn(int host) => _memory[host];

    /// <summary>What a host costs over the horizon, with a machine more; -1 for none.</summary>
    public double Cost(int host, int machine = -1)
    {
        if (machine < 0 && _residents[host].Count == 0)
        {
            return _problem.RestWatts[host] * _problem.HorizonHours;
        }

        return PlacementCost.Of(_problem, host, machine, Row(_median, host), Row(_spread, host), Common(machine, host));
    }

    /// <summary>What putting a machine that has no place onto a host adds: the host's cost and broken wishes.</summary>
    public double Added(int machine, int host) => Cost(host, machine) - Cost(host) + Wishes.At(machine, host, home: -1);

    /// <summary>Whether a machine may be put on a host now: rules, memory and CPU in every step.</summary>
    /// <param name="machine">Which machine.</param>
    /// <param name="host">Where it would go.</param>
    /// <param name="from">Where it is counted, and leaves; -1 for nowhere.</param>
    public bool Allows(int machine, int host, int from = -1) =>
        _problem.IsOpen[host] && _problem.ClassFits[_problem.MachineClass[machine], _problem.HostClass[host]] &&
        _memory[host] + _problem.MemoryBytes[machine] <= _problem.MemoryCapacity[host] &&
        HasBandwidth(machine, host) && CarriesTraffic(machine, host) &&
        !Contains(_problem.ForbiddenHosts[machine], host) &&
        (_problem.OnlyHosts[machine] is not { } only || Contains(only, host)) &&
        IsApart(machine, host) && IsApartInDomain(machine, host, from) &&
        PlacementCost.Peak(_problem, machine, Row(_median, host), Row(_spread, host), Common(machine, host)) <= _problem.CpuLimitMhz[host];

    /// <summary>Takes a machine from wherever it is; it has no place then.</summary>
    public void Take(int machine)
    {
        int host = HostOf[machine];
        Add(machine, host, -1);
        Wishes.Add(machine, host, -1);
        HostOf[machine] = -1;
        Occupied -= _residents[host].Count == 0 ? 1 : 0;
        Moves += host == _problem.Current[machine] ? 1 : 0;
        Refresh(host);
    }

    /// <summary>Puts a machine that has no place onto a host.</summary>
    public void Put(int machine, int host)
    {
        Occupied += _residents[host].Count == 0 ? 1 : 0;
        Add(machine, host, 1);
        Wishes.Add(machine, host, 1);
        HostOf[machine] = host;
        Moves -= host == _problem.Current[machine] ? 1 : 0;
        Refresh(host);
    }

    /// <summary>Counts a machine on a host as well, wherever else it is.</summary>
    public void Arrive(int machine, int host) => Add(machine, host, 1);

    /// <summary>Counts a machine no longer on one of its hosts.</summary>
    public void Leave(int machine, int host) => Add(machine, host, -1);

    private static bool Contains(int[]? hosts, int host) => hosts is not null && Array.BinarySearch(hosts, host) >= 0;

    private bool HasBandwidth(int machine, int host)
    {
        if (_problem.Bandwidth is not { } promised)
        {
            return true;
        }

        for (int kind = 0; kind < 2; kind++)
        {
            double wanted = promised[(2 * machine) + kind];
            int at = (2 * host) + kind;
            if (wanted > 0 && _bandwidth[at] + wanted > _problem.BandwidthCapacity[at])
            {
                return false;
            }
        }

        return true;
    }

    private bool CarriesTraffic(int machine, int host)
    {
        for (int kind = 0; _problem.Traffic is { } traffic && kind < 2; kind++)
        {
            int of = (2 * machine) + kind;
            int at = (2 * host) + kind;
            double squares = _trafficSpread[at] + _problem.TrafficSpreadSquared[of];
            if (traffic[of] > 0 && _traffic[at] + traffic[of] + Math.Sqrt(Math.Max(0, squares)) > _problem.TrafficLimit[at])
            {
                return false;
            }
        }

        return true;
    }

    private bool IsApart(int machine, int host)
    {
        foreach (int group in _problem.ApartGroups[machine] ?? [])
        {
            if (_apart.GetValueOrDefault((group, host)) > 0)
            {
                return false;
            }
        }

        return true;
    }

    // What a machine leaves is no company to it in its own domain.
    private bool IsApartInDomain(int machine, int host, int from)
    {
        foreach (int group in _problem.ApartDomainGroups?[machine] ?? [])
        {
            int domain = _problem.DomainOf[host];
            int own = from >= 0 && _problem.DomainOf[from] == domain ? 1 : 0;
            if (_apartDomain.GetValueOrDefault((group, domain)) > own)
            {
                return false;
            }
        }

        return true;
    }

    private ReadOnlySpan<double> Common(int machine, int host) => machine >= 0 && _joint is not null ? _joint.With(machine, host) : default;

    private Span<double> Row(double[] table, int host) => table.AsSpan(host * _problem.Steps, _problem.Steps);

    private void Add(int machine, int host, int sign)
    {
        int from = machine * _problem.Steps;
        var median = Row(_median, host);
        var spread = Row(_spread, host);
        _joint?.Change(machine, host, sign, spread);
        for (int step = 0; step < median.Length; step++)
        {
            median[step] += sign * _problem.MedianMhz[from + step];
            spread[step] += sign * _problem.SpreadSquared[from + step];
        }

        _memory[host] += sign * _problem.MemoryBytes[machine];
        if (_problem.Bandwidth is { } promised)
        {
            _bandwidth[2 * host] += sign * promised[2 * machine];
            _bandwidth[(2 * host) + 1] += sign * promised[(2 * machine) + 1];
        }

        for (int kind = 0; _problem.Traffic is { } traffic && kind < 2; kind++)
        {
            _traffic[(2 * host) + kind] += sign * traffic[(2 * machine) + kind];
            _trafficSpread[(2 * host) + kind] += sign * _problem.TrafficSpreadSquared[(2 * machine) + kind];
        }

        foreach (int group in _problem.ApartGroups[machine] ?? [])
        {
            _apart[(group, host)] = _apart.GetValueOrDefault((group, host)) + sign;
        }

        foreach (int group in _problem.ApartDomainGroups?[machine] ?? [])
        {
            var key = (group, _problem.DomainOf[host]);
            _apartDomain[key] = _apartDomain.GetValueOrDefault(key) + sign;
        }

        if (sign > 0)
        {
            _residents[host].Add(machine);
        }
        else
        {
            _residents[host].Remove(machine);
        }
    }

    private void Refresh(int host) =>
        Scan.Set(host, _memory[host], _residents[host].Count > 0, Row(_median, host), Row(_spread, host));
}
