namespace Vireo.Scheduling.Pools;

/// <summary>Divides several resources at once by weighted dominant-resource fairness, with reservations,
/// exactly.</summary>
/// <remarks>
/// <para>Claimant i wants the vector d_i and is content with any part x_i ≤ 1 of it. Its dominant share is x_i · D_i
/// with D_i = max_r d_ir / C_r. All dominant shares rise together, each in proportion to its weight; whoever needs a
/// resource that is used up stops, and the others go on. A reservation is a floor under each resource by itself:
/// claimant i holds max(x_i d_ir, lo_ir).</para>
/// <para>Without reservations it gives sharing incentive, no envy, Pareto efficiency and strategy-proofness; with them
/// a claimant may envy a reservation, and over-reporting demand pays up to the reservation, as for any guaranteed
/// floor.</para>
/// <para>O(n R log(n R)): the filling is piecewise linear, its events are sorted once, and each claimant stops once.
/// Ghodsi et al., <em>Dominant Resource Fairness</em>, NSDI 2011; bounded demands as in Parkes, Procaccia, Shah, EC
/// 2012.</para>
/// </remarks>
public sealed class DominantFairness
{
    private const int Resources = EntitlementTree.Resources;
    private readonly double[] _capacity;
    private readonly double[] _floors;
    private readonly double[] _wants;
    private readonly double[] _speeds;
    private readonly double[] _parts;
    private readonly bool[] _hasStopped;
    private readonly bool[] _isGrowing;
    private readonly double[] _used = new double[Resources];
    private readonly double[] _slopes = new double[Resources];
    private readonly int[] _growing = new int[Resources];
    private readonly bool[] _isFull = new bool[Resources];
    private double _level;

    private DominantFairness(
        ReadOnlySpan<double> capacity, double[] floors, ReadOnlySpan<double> wants, ReadOnlySpan<double> weights)
    {
        _capacity = capacity.ToArray();
        _floors = floors;
        _wants = wants.ToArray();
        _speeds = new double[weights.Length];
        _parts = new double[weights.Length];
        _hasStopped = new bool[weights.Length];
        _isGrowing = new bool[wants.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            _speeds[i] = Speed(i, weights[i]);
        }
    }

    /// <summary>Divides.</summary>
    /// <param name="capacity">C, one value a resource.</param>
    /// <param name="floors">lo, claimant-major: what each must get; cut by one factor a resource where they do not
    /// fit.</param>
    /// <param name="wants">d, claimant-major, at least the floors.</param>
    /// <param name="weights">Above 0.</param>
    /// <param name="result">Receives what each gets, claimant-major.</param>
    public static void Divide(
        ReadOnlySpan<double> capacity,
        ReadOnlySpan<double> floors,
        ReadOnlySpan<double> wants,
        ReadOnlySpan<double> weights,
        Span<double> result)
    {
        double[] fitting = FitFloors(capacity, floors);
        var filling = new DominantFairness(capacity, fitting, wants, weights);
        filling.Fill();
        for (int i = 0; i < wants.Length; i++)
        {
            result[i] = Math.Max(fitting[i], filling._parts[i / Resources] * wants[i]);
        }
    }

    private static double[] FitFloors(ReadOnlySpan<double> capacity, ReadOnlySpan<double> floors)
    {
        double[] fitting = floors.ToArray();
        for (int resource = 0; resource < Resources; resource++)
        {
            double sum = 0;
            for (int i = resource; i < fitting.Length; i += Resources)
            {
                sum += fitting[i];
            }

            for (int i = resource; sum > capacity[resource] && i < fitting.Length; i += Resources)
            {
                fitting[i] *= capacity[resource] / sum;
            }
        }

        return fitting;
    }

    // dx/dλ. A claimant that wants what there is nothing of can get no part at all; one that wants nothing has all of
    // it.
    private double Speed(int claimant, double weight)
    {
        double dominant = 0;
        for (int resource = 0; resource < Resources; resource++)
        {
            double want = _wants[(claimant * Resources) + resource];
            dominant = want > 0 ? Math.Max(dominant, want / _capacity[resource]) : dominant;
        }

        return dominant > 0 ? weight / dominant : double.PositiveInfinity;
    }

    private void Fill()
    {
        var (at, which) = Events();
        for (int i = 0; i < _floors.Length; i++)
        {
            _used[i % Resources] += _floors[i];
        }

        for (int i = 0; i < at.Length; i++)
        {
            FillUpTo(at[i]);
            int claimant = which[i] / (Resources + 1);
            int resource = which[i] % (Resources + 1);
            if (_hasStopped[claimant])
            {
                continue;
            }

            if (resource == Resources)
            {
                Stop(claimant, 1);
            }
            else if (_isFull[resource] || _used[resource] >= _capacity[resource])
            {
                _isFull[resource] = true;
                Stop(claimant, _level * _speeds[claimant]);
            }
            else
            {
                Grow(claimant, resource);
            }
        }
    }

    // One event where a claimant outgrows a floor, one where it has all it wants.
    private (double[] At, int[] Which) Events()
    {
        var at = new List<double>(_wants.Length + _speeds.Length);
        var which = new List<int>(_wants.Length + _speeds.Length);
        for (int claimant = 0; claimant < _speeds.Length; claimant++)
        {
            if (double.IsInfinity(_speeds[claimant]) || _speeds[claimant] == 0)
            {
                _hasStopped[claimant] = true;
                _parts[claimant] = _speeds[claimant] == 0 ? 0 : 1;
                continue;
            }

            for (int resource = 0; resource < Resources; resource++)
            {
                int index = (claimant * Resources) + resource;
                if (_wants[index] > _floors[index])
                {
                    at.Add(_floors[index] / (_speeds[claimant] * _wants[index]));
                    which.Add((claimant * (Resources + 1)) + resource);
                }
            }

            at.Add(1 / _speeds[claimant]);
            which.Add((claimant * (Resources + 1)) + Resources);
        }

        double[] times = [.. at];
        int[] what = [.. which];
        Array.Sort(times, what);

        return (times, what);
    }

    private void FillUpTo(double level)
    {
        while (true)
        {
            int first = -1;
            double fullAt = level;
            for (int resource = 0; resource < Resources; resource++)
            {
                if (_growing[resource] > 0 && !_isFull[resource])
                {
                    double full = _level + ((_capacity[resource] - _used[resource]) / _slopes[resource]);
                    (first, fullAt) = full < fullAt ? (resource, full) : (first, fullAt);
                }
            }

            Advance(Math.Max(_level, fullAt));
            if (first < 0)
            {
                return;
            }

            _isFull[first] = true;
            StopAllOn(first);
        }
    }

    private void Advance(double level)
    {
        for (int resource = 0; resource < Resources; resource++)
        {
            _used[resource] += _slopes[resource] * (level - _level);
        }

        _level = level;
    }

    private void StopAllOn(int resource)
    {
        for (int claimant = 0; claimant < _speeds.Length; claimant++)
        {
            if (!_hasStopped[claimant] && _isGrowing[(claimant * Resources) + resource])
            {
                Stop(claimant, _level * _speeds[claimant]);
            }
        }
    }

    private void Grow(int claimant, int resource)
    {
        int index = (claimant * Resources) + resource;
        _isGrowing[index] = true;
        _growing[resource]++;
        _slopes[resource] += _speeds[claimant] * _wants[index];
    }

    private void Stop(int claimant, double part)
    {
        _hasStopped[claimant] = true;
        _parts[claimant] = Math.Min(1, part);
        for (int resource = 0; resource < Resources; resource++)
        {
            int index = (claimant * Resources) + resource;
            if (_isGrowing[index])
            {
                // The last one leaves nothing behind: differences of many slopes would drift.
                _growing[resource]--;
                _slopes[resource] = _growing[resource] == 0 ? 0 : _slopes[resource] - (_speeds[claimant] * _wants[index]);
            }
        }
    }
}
