using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>A cost that no placement can undercut: machines may be cut to pieces and each host decides for itself, paid
/// for the load, the room and the memory it offers.</summary>
/// <remarks>Lagrangian relaxation of total mean CPU (λ), total CPU room at the quantile (ν) and total memory (μ). A
/// host is either used, at the cheapest load on the lower convex hull of its power curve, or empty: then everything
/// that is on it now has paid for a move. Hosts are whole: so many of them are used at least as the load, the memory and
/// the policy ask for. Any prices of at least 0 give a valid bound; coordinate ascent looks for good ones. Geoffrion,
/// <em>Mathematical Programming Study</em> 2, 1974.</remarks>
internal sealed class RelaxedBound
{
    private const int Rounds = 6;
    private const int Halvings = 26;

    // Of more hosts one that is not whole is too little to be worth the sorting.
    private const int MostHostsCounted = 1_000;
    private readonly PlacementProblem _problem;
    private readonly double[] _emptyCost;
    private readonly ((double Ratio, double Watts)[] Hull, double Mhz)[] _kinds;
    private readonly double[] _usedCost;
    private readonly int[] _kindOf;
    private readonly int[] _usable;
    private readonly double _closedCost;
    private readonly double[] _roomMhz;
    private readonly double[] _roomBytes;
    private readonly double _meanMhz;
    private readonly double _peakMhz;
    private readonly double _memory;
    private readonly double[] _extra;
    private readonly int _leastUsed;

    private RelaxedBound(PlacementProblem problem)
    {
        _problem = problem;
        var kinds = new Dictionary<(PowerCurve, double), int>();
        _kindOf = [.. Enumerable.Range(0, problem.Hosts).Select(host => Kind(kinds, (problem.Power[host], problem.CpuMhz[host])))];
        _kinds = [.. kinds.Keys.Select(kind => (PowerHull.Of(kind.Item1), kind.Item2))];
        _usedCost = new double[_kinds.Length];
        _emptyCost = [.. problem.RestWatts.Select(watts => watts * problem.HorizonHours)];
        double[] median = new double[problem.Steps];
        double[] spread = new double[problem.Steps];
        for (int machine = 0; machine < problem.Machines; machine++)
        {
            for (int step = 0; step < problem.Steps; step++)
            {
                median[step] += problem.MedianMhz[(machine * problem.Steps) + step];
                spread[step] += problem.SpreadSquared[(machine * problem.Steps) + step];
            }

            _memory += problem.MemoryBytes[machine];
            if (problem.Current[machine] is var host and >= 0)
            {
                _emptyCost[host] += problem.IsMovable[machine] ? problem.MoveWattHours[machine] : double.PositiveInfinity;
            }
        }

        var loads = Loads();
        _roomMhz = [.. loads.Select((load, host) => Math.Max(problem.CpuLimitMhz[host], load.Peak))];
        _roomBytes = [.. loads.Select((load, host) => (double)Math.Max(problem.MemoryCapacity[host], load.Memory))];
        HashSet<int> occupied = [.. problem.Current];
        _usable = [.. Enumerable.Range(0, problem.Hosts).Where(host => problem.IsOpen[host] || occupied.Contains(host))];
        _closedCost = Enumerable.Range(0, problem.Hosts).Except(_usable).Sum(host => _emptyCost[host]);
        _meanMhz = median.Average();
        for (int step = 0; step < problem.Steps; step++)
        {
            _peakMhz = Math.Max(_peakMhz, median[step] + Math.Sqrt(spread[step]));
        }

        _extra = new double[_usable.Length];
        occupied.Remove(-1);
        _leastUsed = problem.Hosts > MostHostsCounted ? 0 : new[]
        {
            Math.Min(problem.MinimumOccupied, occupied.Count), Fewest(_roomMhz, _peakMhz), Fewest(_roomBytes, _memory),
        }.Max();
    }

    /// <summary>The best bound found, watt-hours.</summary>
    public static double Of(PlacementProblem problem)
    {
        var bound = new RelaxedBound(problem);
        double[] prices = new double[3];
        double best = bound.At(prices);
        double[] most = bound.MostPrices();
        for (int round = 0; round < Rounds; round++)
        {
            for (int price = 0; price < prices.Length; price++)
            {
                best = Math.Max(best, bound.Ascend(prices, price, most[price]));
            }
        }

        return best;
    }

    private static int Kind(Dictionary<(PowerCurve, double), int> kinds, (PowerCurve, double) kind)
    {
        if (!kinds.TryGetValue(kind, out int number))
        {
            kinds[kind] = number = kinds.Count;
        }

        return number;
    }

    private double[] MostPrices()
    {
        double watts = 0;
        foreach (var (hull, _) in _kinds)
        {
            watts = Math.Max(watts, hull[^1].Watts);
        }

        double energy = 4 * watts * _problem.HorizonHours;
        double mhz = Math.Max(1e-9, _problem.CpuMhz.Where(one => one > 0).DefaultIfEmpty(1).Min());

        // Load beyond a host's capacity costs what is not served; a price above that would make it look like a gain.
        double unserved = _problem.UnservedWattHoursPerMhzHour * _problem.HorizonHours;

        return [Math.Min(unserved, energy / mhz), energy / mhz, energy / Math.Max(1, _problem.MemoryCapacity.Where(one => one > 0).DefaultIfEmpty(1).Min())];
    }

    // The bound is concave in each price: golden-section steps by thirds.
    private double Ascend(double[] prices, int price, double most)
    {
        double low = 0;
        double high = most;
        for (int i = 0; i < Halvings; i++)
        {
            double left = low + ((high - low) * 0.382);
            double right = low + ((high - low) * 0.618);
            prices[price] = left;
            double atLeft = At(prices);
            prices[price] = right;
            if (atLeft < At(prices))
            {
                low = left;
            }
            else
            {
                high = right;
            }
        }

        prices[price] = (low + high) / 2;

        return At(prices);
    }

    private double At(double[] prices)
    {
        for (int kind = 0; kind < _kinds.Length; kind++)
        {
            var (hull, mhz) = _kinds[kind];
            double used = double.PositiveInfinity;
            foreach (var (ratio, watts) in hull)
            {
                used = Math.Min(used, (watts * _problem.HorizonHours) - (prices[0] * ratio * mhz));
            }

            _usedCost[kind] = used;
        }

        double bound = (prices[0] * _meanMhz) + (prices[1] * _peakMhz) + (prices[2] * _memory) + _closedCost;
        int empty = 0;
        foreach (int host in _usable)
        {
            double used = _usedCost[_kindOf[host]] - (prices[1] * _roomMhz[host]) - (prices[2] * _roomBytes[host]);
            bound += Math.Min(used, _emptyCost[host]);
            if (used >= _emptyCost[host])
            {
                _extra[empty++] = used - _emptyCost[host];
            }
        }

        return bound + Missing(empty);
    }

    // What the cheapest of the hosts that would rather be empty cost more, as many as have to be used.
    private double Missing(int empty)
    {
        int missing = Math.Min(empty, _leastUsed - (_usable.Length - empty));
        if (missing <= 0)
        {
            return 0;
        }

        Array.Sort(_extra, 0, empty);
        double cost = 0;
        for (int i = 0; i < missing; i++)
        {
            cost += _extra[i];
        }

        return cost;
    }

    // The largest hosts first; a little less is asked for, so that rounding claims no host too many.
    private int Fewest(double[] rooms, double needed)
    {
        double left = needed * (1 - 1e-9);
        int count = 0;
        foreach (double room in _usable.Select(host => rooms[host]).OrderDescending())
        {
            if (left <= 0)
            {
                break;
            }

            left -= Math.Max(0, room);
            count++;
        }

        return count;
    }

    // Hosts that are fuller than the bounds allow may stay so: what is on them need not move.
    private (double Peak, long Memory)[] Loads()
    {
        var loads = new (double Peak, long Memory)[_problem.Hosts];
        double[] median = new double[_problem.Hosts * _problem.Steps];
        double[] spread = new double[_problem.Hosts * _problem.Steps];
        for (int machine = 0; machine < _problem.Machines; machine++)
        {
            if (_problem.Current[machine] is var host and >= 0)
            {
                loads[host].Memory += _problem.MemoryBytes[machine];
                for (int step = 0; step < _problem.Steps; step++)
                {
                    median[(host * _problem.Steps) + step] += _problem.MedianMhz[(machine * _problem.Steps) + step];
                    spread[(host * _problem.Steps) + step] += _problem.SpreadSquared[(machine * _problem.Steps) + step];
                }
            }
        }

        for (int at = 0; at < median.Length; at++)
        {
            int host = at / _problem.Steps;
            loads[host].Peak = Math.Max(loads[host].Peak, median[at] + Math.Sqrt(spread[at]));
        }

        return loads;
    }
}
