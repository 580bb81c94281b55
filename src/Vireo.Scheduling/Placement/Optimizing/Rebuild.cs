using System.Numerics.Tensors;

namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>Takes hosts apart and puts their machines elsewhere, and takes that back unless it pays.</summary>
internal sealed class Rebuild
{
    private const int BestOf = 3;
    private const int MostMisses = 24;
    private const int BestOfWished = 12;
    private const int MostWished = 8;
    private readonly PlacementProblem _problem;
    private readonly HostLoads _loads;
    private readonly Random _random;
    private readonly Func<IReadOnlyList<Reassignment>, bool>? _admits;
    private readonly double[] _size;
    private readonly double[] _cost;
    private readonly float[] _scores;
    private readonly (float Median, float Spread)[] _worst;
    private readonly List<int> _taken = [];
    private readonly List<int> _origin = [];
    private readonly List<int> _closed = [];
    private readonly HashSet<int> _touched = [];
    private readonly HashSet<int> _isTaken = [];
    private readonly bool[] _isChoosy;
    private double _wishesBefore;
    private bool _isStuck;

    /// <summary>Whether anything that would have paid was refused as it took too many moves.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Works on loads that others may read between two attempts.</summary>
    public Rebuild(
        PlacementProblem problem, HostLoads loads, Random random, Func<IReadOnlyList<Reassignment>, bool>? admits)
    {
        (_problem, _loads, _random, _admits) = (problem, loads, random, admits);
        _scores = new float[problem.Hosts];
        _cost = new double[problem.Hosts];
        _isChoosy = [.. Enumerable.Range(0, problem.ClassFits.GetLength(0)).Select(one =>
            Enumerable.Range(0, problem.ClassFits.GetLength(1)).Any(other => !problem.ClassFits[one, other]))];
        for (int host = 0; host < _cost.Length; host++)
        {
            _cost[host] = loads.Cost(host);
        }

        _worst = new (float Median, float Spread)[problem.Machines];
        _size = new double[problem.Machines];
        double mhz = Math.Max(1, problem.CpuLimitMhz.DefaultIfEmpty(1).Average());
        double bytes = Math.Max(1, problem.MemoryCapacity.Select(one => (double)one).DefaultIfEmpty(1).Average());
        for (int machine = 0; machine < _size.Length; machine++)
        {
            _worst[machine] = Worst(machine);
            double peak = _worst[machine].Median + Math.Sqrt(_worst[machine].Spread);
            _size[machine] = Math.Max(peak / mhz, problem.MemoryBytes[machine] / bytes);
        }
    }

    /// <summary>How much of a middling host a machine takes, by its scarcest resource.</summary>
    public double Size(int machine) => _size[machine];

    /// <summary>Cost of everything, moves included, watt-hours.</summary>
    public double Total()
    {
        double total = _cost.Sum() + _loads.Wishes.WattHours;
        for (int machine = 0; machine < _problem.Machines; machine++)
        {
            total += MoveCost(machine, _loads.HostOf[machine]);
        }

        return total;
    }

    /// <summary>Puts a machine that has no place onto the best host; false when there is none.</summary>
    public bool Place(int machine)
    {
        int host = Best(machine, isShuffled: false);
        if (host < 0)
        {
            return false;
        }

        _loads.Put(machine, host);
        _cost[host] = _loads.Cost(host);

        return true;
    }

    /// <summary>Begins an attempt.</summary>
    public void Begin()
    {
        _taken.Clear();
        _origin.Clear();
        _closed.Clear();
        _touched.Clear();
        _isTaken.Clear();
        _wishesBefore = _loads.Wishes.WattHours;
        _isStuck = false;
    }

    /// <summary>Takes one machine off its host.</summary>
    public void Take(int machine)
    {
        int host = _loads.HostOf[machine];
        Remember(machine, host);
        _touched.Add(host);
        _loads.Take(machine);
    }

    /// <summary>Takes every machine that may move off a host.</summary>
    public void TakeApart(int host, bool isClosed)
    {
        var residents = _loads.ResidentsOf(host);
        for (int i = residents.Count - 1; i >= 0; i--)
        {
            int machine = residents[i];
            if (_problem.IsMovable[machine])
            {
                Remember(machine, host);
                _loads.Take(machine);
            }
        }

        _touched.Add(host);
        if (isClosed)
        {
            _closed.Add(host);
        }
    }

    /// <summary>Brings machines back to the host that they were on at first.</summary>
    public void BringHome(int host, List<int> machines)
    {
        _touched.Add(host);
        foreach (int machine in machines)
        {
            int from = _loads.HostOf[machine];
            if (from >= 0 && from != host && _problem.IsMovable[machine])
            {
                Remember(machine, from);
                _touched.Add(from);
                _loads.Take(machine);
                _isStuck |= !_loads.Allows(machine, host);
                _loads.Put(machine, host);
            }
        }
    }

    /// <summary>Puts every machine where another search has put it.</summary>
    public void GoTo(int[] hostOf)
    {
        for (int machine = 0; machine < hostOf.Length; machine++)
        {
            int from = _loads.HostOf[machine];
            if (from >= 0 && from != hostOf[machine])
            {
                Remember(machine, from);
                _touched.Add(from);
                _loads.Take(machine);
            }
        }

        foreach (int machine in _taken)
        {
            _touched.Add(hostOf[machine]);
            _loads.Put(machine, hostOf[machine]);
        }
    }

    /// <summary>Puts the machines somewhere, large ones first.</summary>
    public void PutTogether(bool isShuffled)
    {
        foreach (int host in _closed)
        {
            _loads.Scan.Close(host);
        }

        int[] order = [.. Enumerable.Range(0, _taken.Count)];
        double[] keys = [.. order.Select(i => -_size[_taken[i]] * (isShuffled ? 0.5 + _random.NextDouble() : 1))];
        Array.Sort(keys, order);
        foreach (int i in order)
        {
            if (_loads.HostOf[_taken[i]] >= 0)
            {
                continue;
            }

            int host = Best(_taken[i], isShuffled);
            if (host < 0)
            {
                _isStuck = true;
                return;
            }

            _loads.Put(_taken[i], host);
            _touched.Add(host);
        }
    }

    /// <summary>Keeps what was built if it saves more than so much, and is admitted; else everything is as
    /// before.</summary>
    public void Settle(double worthwhile)
    {
        bool pays = !_isStuck && -Change() > worthwhile;
        IsCutShort |= pays && _loads.Moves > _problem.MostMoves;
        if (pays && _loads.Moves <= _problem.MostMoves &&
            _loads.Occupied >= _problem.MinimumOccupied && (_admits is null || _admits(Changes())))
        {
            foreach (int host in _touched)
            {
                _cost[host] = _loads.Cost(host);
            }

            return;
        }

        for (int i = 0; i < _taken.Count; i++)
        {
            if (_loads.HostOf[_taken[i]] >= 0)
            {
                _loads.Take(_taken[i]);
            }
        }

        for (int i = _taken.Count - 1; i >= 0; i--)
        {
            _loads.Put(_taken[i], _origin[i]);
        }
    }

    private void Remember(int machine, int from)
    {
        if (_isTaken.Add(machine))
        {
            _taken.Add(machine);
            _origin.Add(from);
        }
    }

    private double Change()
    {
        double change = _loads.Wishes.WattHours - _wishesBefore;
        foreach (int host in _touched)
        {
            change += _loads.Cost(host) - _cost[host];
        }

        for (int i = 0; i < _taken.Count; i++)
        {
            change += MoveCost(_taken[i], _loads.HostOf[_taken[i]]) - MoveCost(_taken[i], _origin[i]);
        }

        return change;
    }

    private List<Reassignment> Changes()
    {
        var changes = new List<Reassignment>();
        for (int i = 0; i < _taken.Count; i++)
        {
            if (_loads.HostOf[_taken[i]] != _origin[i])
            {
                changes.Add(new Reassignment(_taken[i], _origin[i], _loads.HostOf[_taken[i]]));
            }
        }

        return changes;
    }

    private double MoveCost(int machine, int host) =>
        _problem.Current[machine] >= 0 && host != _problem.Current[machine] ? _problem.MoveWattHours[machine] : 0;

    // The cheapest of the first few that the scan finds and the rules allow, and of where it was at first: that costs
    // no move.
    private int Best(int machine, bool isShuffled)
    {
        var (median, spread) = _worst[machine];
        _loads.Scan.Score(median, spread, _problem.MemoryBytes[machine]).CopyTo(_scores);
        if (_isChoosy[_problem.MachineClass[machine]])
        {
            LeaveOut(_problem.MachineClass[machine]);
        }

        int best = -1;
        double bestCost = double.PositiveInfinity;
        int found = 0;
        int wanted = isShuffled ? 1 + _random.Next(BestOf) : _problem.Wishes.Of(machine).IsEmpty ? BestOf : BestOfWished;
        for (int misses = 0; misses < MostMisses && found < wanted;)
        {
            int host = TensorPrimitives.IndexOfMin(_scores);
            if (host < 0 || _scores[host] >= TargetScan.None)
            {
                break;
            }

            _scores[host] = float.MaxValue;
            if (!_loads.Allows(machine, host))
            {
                misses++;
                continue;
            }

            found++;
            double cost = _loads.Added(machine, host) + MoveCost(machine, host);
            if (cost < bestCost - 1e-9 || (isShuffled && found == wanted))
            {
                best = host;
                bestCost = cost;
            }
        }

        foreach (int host in _problem.Wishes.HostsFor(machine, _loads.HostOf).Take(MostWished))
        {
            if (!_closed.Contains(host) && _loads.Allows(machine, host) &&
                _loads.Added(machine, host) + MoveCost(machine, host) is var cost && cost < bestCost - 1e-9)
            {
                best = host;
                bestCost = cost;
            }
        }

        return IsHomeCheaper(machine, bestCost) ? _problem.Current[machine] : best;
    }

    // Else hosts of the wrong class could use up the tries.
    private void LeaveOut(int machineClass)
    {
        for (int host = 0; host < _scores.Length; host++)
        {
            if (!_problem.ClassFits[machineClass, _problem.HostClass[host]])
            {
                _scores[host] = float.MaxValue;
            }
        }
    }

    private bool IsHomeCheaper(int machine, double cost)
    {
        int home = _problem.Current[machine];

        return home >= 0 && !_closed.Contains(home) && _loads.Allows(machine, home) &&
            _loads.Added(machine, home) < cost - 1e-9;
    }

    private (float Median, float Spread) Worst(int machine)
    {
        (float Median, float Spread) worst = default;
        double peak = -1;
        for (int step = 0; step < _problem.Steps; step++)
        {
            double median = _problem.MedianMhz[(machine * _problem.Steps) + step];
            double spread = _problem.SpreadSquared[(machine * _problem.Steps) + step];
            if (median + Math.Sqrt(spread) > peak)
            {
                peak = median + Math.Sqrt(spread);
                worst = ((float)median, (float)spread);
            }
        }

        return worst;
    }
}
