using System.Runtime.InteropServices;

namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>Improves a placement: a greedy start, hosts emptied one after the other, then large neighbourhoods taken
/// apart and put together again (Shaw, <em>CP</em> 1998), each kept only if it pays. A large budget
/// pays for several starts.</summary>
/// <remarks>One thread, one seed, a budget in neighbourhoods: equal problems give equal placements on any
/// machine.</remarks>
public sealed class PlacementSearch
{
    private const double Worthwhile = 1e-6;
    private const int MostHostsInNeighbourhood = 3;
    private const int LargeBudget = 400;
    private const int NeighbourhoodsPerStart = 50;
    private const int MostStarts = 64;
    private const int SeedStep = 7919;
    private readonly PlacementProblem _problem;
    private readonly HostLoads _loads;
    private readonly Rebuild _rebuild;
    private readonly Random _random;
    private readonly double[] _efficiency;
    private readonly int[] _moveOrder;
    private readonly List<int>[] _homes;
    private bool _isCutShort;

    private PlacementSearch(PlacementProblem problem, Func<IReadOnlyList<Reassignment>, bool>? admits)
    {
        _problem = problem;
        _loads = new HostLoads(problem);
        _random = new Random(problem.Seed);
        _rebuild = new Rebuild(problem, _loads, _random, admits);
        _efficiency = [.. Enumerable.Range(0, problem.Hosts).Select(host => TargetScan.WattsPerMhz(problem, host))];
        _moveOrder = [.. Enumerable.Range(0, problem.Hosts)];
        _homes = [.. _moveOrder.Select(_ => new List<int>())];
        for (int machine = 0; machine < problem.Machines; machine++)
        {
            if (problem.Current[machine] >= 0)
            {
                _homes[problem.Current[machine]].Add(machine);
            }
        }
    }

    /// <summary>Searches until the budget is used up.</summary>
    /// <param name="problem">What to improve.</param>
    /// <param name="admits">Asked before a change that would pay is kept, for rules that only the caller knows; null
    /// for none. What it admits has happened.</param>
    public static PlacementSolution Solve(PlacementProblem problem, Func<IReadOnlyList<Reassignment>, bool>? admits)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var search = new PlacementSearch(problem, admits);
        double start = search._rebuild.Total();
        int unplaced = search.PlaceNew();
        search.EmptyHosts(isShuffled: false);
        search.MendWishes();
        int left = problem.Neighbourhoods;
        if (unplaced == 0)
        {
            left -= search.StartAgain();
        }

        search.Improve(left);

        return new PlacementSolution(
            search._loads.HostOf, search._rebuild.Total(), start, RelaxedBound.Of(problem), search._loads.Moves, unplaced)
        {
            IsCutShort = search._rebuild.IsCutShort || search._isCutShort,
        };
    }

    private void Improve(int neighbourhoods)
    {
        for (int i = 0; i < neighbourhoods && _loads.Occupied > 1; i++)
        {
            TryNeighbourhood();
        }
    }

    // Which hosts are used at all is what neighbourhoods hardly change once they are full. So most of a large budget
    // goes to starts of their own, each emptying hosts in another order; the best of them is taken over if it may be.
    private int StartAgain()
    {
        int starts = _problem.Neighbourhoods < LargeBudget
            ? 0
            : Math.Min(MostStarts, _problem.Neighbourhoods / 2 / NeighbourhoodsPerStart);
        double least = _rebuild.Total();
        int[]? best = null;
        for (int i = 1; i <= starts; i++)
        {
            var other = new PlacementSearch(_problem with { Seed = unchecked(_problem.Seed + (i * SeedStep)) }, admits: null);
            if (other.PlaceNew() > 0)
            {
                continue;
            }

            other.EmptyHosts(isShuffled: true);
            other.MendWishes();
            other.Improve(NeighbourhoodsPerStart);
            double total = other._rebuild.Total();
            if (total < least - Worthwhile)
            {
                least = total;
                best = other._loads.HostOf;
            }
        }

        if (best is not null)
        {
            _rebuild.Begin();
            _rebuild.GoTo(best);
            _rebuild.Settle(Worthwhile);
        }

        return starts * NeighbourhoodsPerStart;
    }

    private int PlaceNew()
    {
        int unplaced = 0;
        var waiting = Enumerable.Range(0, _problem.Machines).Where(machine => _problem.Current[machine] < 0)
            .OrderByDescending(_rebuild.Size).ThenBy(machine => machine);
        foreach (int machine in waiting)
        {
            unplaced += _rebuild.Place(machine) ? 0 : 1;
        }

        return unplaced;
    }

    // The least efficient and least loaded first: little to carry for much to save.
    private void EmptyHosts(bool isShuffled)
    {
        double[] load = [.. Enumerable.Range(0, _problem.Hosts).Select(host => _loads.ResidentsOf(host).Sum(_rebuild.Size))];
        _isCutShort |= Array.Exists(_moveOrder, host => IsTooMuch(host) && IsEmptiable(host) && MayPay(host));
        var candidates = _moveOrder.Where(CanEmpty)
            .OrderByDescending(host => _efficiency[host]).ThenBy(host => load[host]).ThenBy(host => host).ToList();
        if (isShuffled)
        {
            _random.Shuffle(CollectionsMarshal.AsSpan(candidates));
        }

        foreach (int host in candidates)
        {
            _isCutShort |= IsTooMuch(host) && IsEmptiable(host) && MayPay(host);
            if (CanEmpty(host) && MayPay(host))
            {
                _rebuild.Begin();
                _rebuild.TakeApart(host, isClosed: true);
                _rebuild.PutTogether(isShuffled: false);
                _rebuild.Settle(Worthwhile);
            }
        }
    }

    // One machine after the other; what takes two at once is left to neighbourhoods.
    private void MendWishes()
    {
        foreach (int machine in _problem.Wishes.Machines)
        {
            int home = _loads.HostOf[machine];
            if (home >= 0 && _problem.IsMovable[machine] && _loads.Moves < _problem.MostMoves &&
                _loads.Wishes.At(machine, home, home) > 0)
            {
                _rebuild.Begin();
                _rebuild.Take(machine);
                _rebuild.PutTogether(isShuffled: false);
                _rebuild.Settle(Worthwhile);
            }
        }
    }

    private bool CanEmpty(int host) => !IsTooMuch(host) && IsEmptiable(host);

    private bool IsTooMuch(int host) => _loads.Moves + _loads.ResidentsOf(host).Count > _problem.MostMoves;

    private bool IsEmptiable(int host)
    {
        var residents = _loads.ResidentsOf(host);
        if (!_problem.MayEmpty[host] || residents.Count == 0 || _loads.Occupied <= _problem.MinimumOccupied)
        {
            return false;
        }

        foreach (int machine in residents)
        {
            // What has come in this very plan has been put here for a reason.
            if (!_problem.IsMovable[machine] || _problem.Current[machine] != host)
            {
                return false;
            }
        }

        return true;
    }

    private bool MayPay(int host)
    {
        double moves = 0;
        foreach (int machine in _loads.ResidentsOf(host))
        {
            moves += _problem.MoveWattHours[machine];
        }

        return _loads.Cost(host) - (_problem.RestWatts[host] * _problem.HorizonHours) > moves;
    }

    // A few hosts share anew what they carry; one host more is to be empty afterwards; or another than before is.
    private void TryNeighbourhood()
    {
        int kind = _random.Next(3);
        int first = RandomOccupied();
        _rebuild.Begin();
        if (kind > 0 && MayClose(first))
        {
            int emptied = _random.Next(_problem.Hosts);
            if (kind == 2 && _loads.ResidentsOf(emptied).Count == 0 && _problem.IsOpen[emptied])
            {
                _rebuild.BringHome(emptied, _homes[emptied]);
            }

            _rebuild.TakeApart(first, isClosed: true);
        }
        else
        {
            _rebuild.TakeApart(first, isClosed: false);
        }

        for (int i = _random.Next(MostHostsInNeighbourhood); i > 0; i--)
        {
            _rebuild.TakeApart(RandomOccupied(), isClosed: false);
        }

        _rebuild.PutTogether(isShuffled: true);
        _rebuild.Settle(Worthwhile);
    }

    private bool MayClose(int host) => _problem.MayEmpty[host] && _loads.Occupied > _problem.MinimumOccupied &&
        _loads.ResidentsOf(host).TrueForAll(machine => _problem.IsMovable[machine]);

    private int RandomOccupied()
    {
        int host = _random.Next(_problem.Hosts);
        for (int tries = 0; tries < _problem.Hosts && _loads.ResidentsOf(host).Count == 0; tries++)
        {
            host = host + 1 < _problem.Hosts ? host + 1 : 0;
        }

        return host;
    }
}
