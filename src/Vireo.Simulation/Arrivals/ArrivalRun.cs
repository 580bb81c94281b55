using Vireo.Scheduling.Placement.Arriving;

namespace Vireo.Simulation.Arrivals;

/// <summary>Replays a trace of arrivals: at each five minutes machines end first, then others arrive, then hosts are
/// counted.</summary>
public sealed class ArrivalRun
{
    /// <summary>The scenario's name.</summary>
    public const string ScenarioName = "azure-arrivals";

    private const int Step = 300;
    private const int WarmUp = 86_400;
    private static readonly HostShape Shape = new(Cores: 64, MemoryGib: 192);
    private readonly ArrivalTrace _trace;
    private readonly ArrivalPolicy _policy;
    private readonly ArrivalPlacer _placer;
    private readonly PriorityQueue<int, (long Second, int Machine)> _ends = new();
    private readonly Random _random;
    private readonly List<double> _microseconds = [];
    private readonly TimeProvider _time;
    private double _cores;
    private double _memory;
    private int _next;
    private int _unplaced;

    private ArrivalRun(ArrivalTrace trace, ArrivalPolicy policy, int? hosts, long seed, TimeProvider time)
    {
        (_trace, _policy, _time) = (trace, policy, time);
        _random = new Random(unchecked((int)seed));
        _placer = new ArrivalPlacer(Shape, policy.Rule, hosts ?? int.MaxValue);
    }

    /// <summary>Runs a trace to its end.</summary>
    /// <param name="trace">What arrives.</param>
    /// <param name="policy">How it is placed.</param>
    /// <param name="hosts">How many hosts there are; null for as many as needed.</param>
    /// <param name="seed">Of the lifetimes within their bins.</param>
    /// <param name="time">For the times of placements only.</param>
    public static ArrivalResult Run(ArrivalTrace trace, ArrivalPolicy policy, int? hosts, long seed, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(time);
        long start = time.GetTimestamp();
        var run = new ArrivalRun(trace, policy, hosts, seed, time);

        return run.Replay(hosts ?? 0, seed) with { WallSeconds = time.GetElapsedTime(start).TotalSeconds };
    }

    private ArrivalResult Replay(int hosts, long seed)
    {
        int first = _trace.Rows[0].Second;
        int last = _trace.Rows[^1].Second;
        int from = last - first > WarmUp ? first + WarmUp : first;
        double used = 0;
        double limit = 0;
        int counted = 0;
        int peak = 0;
        for (int now = first; now <= last; now += Step)
        {
            EndUntil(now);
            _placer.Advance(now);
            ArriveUntil(now);
            _placer.Repack(now, (int)(_policy.MoveRatio * _next) - _placer.Moves);
            if (now >= from)
            {
                used += _placer.NonEmptyHosts;
                limit += Math.Ceiling(Math.Max(_cores / Shape.Cores, _memory / Shape.MemoryGib));
                peak = Math.Max(peak, _placer.NonEmptyHosts);
                counted++;
            }
        }

        _microseconds.Sort();

        return new ArrivalResult(
            _policy.Name, ScenarioName, seed, hosts, _next, last - first + Step, WallSeconds: 0, used / counted, limit / counted,
            limit > 0 ? used / limit : 0, peak, _placer.Moves, _placer.Moves / (double)_next, _unplaced, Quantile(0.5), Quantile(0.99));
    }

    private void EndUntil(int now)
    {
        while (_ends.TryPeek(out int machine, out var end) && end.Second <= now)
        {
            _ends.Dequeue();
            _placer.End(machine, now);
            _cores -= _trace.Rows[machine].Cores;
            _memory -= _trace.Rows[machine].MemoryGib;
        }
    }

    private void ArriveUntil(int now)
    {
        for (; _next < _trace.Rows.Length && _trace.Rows[_next].Second <= now; _next++)
        {
            var row = _trace.Rows[_next];
            var (min, max) = _trace.Bins[row.DurationBin];
            long lifetime = min + ((long)Step * _random.Next(((max - min) / Step) + 1));
            long start = _time.GetTimestamp();
            int host = _placer.Place(new ArrivingMachine(_next, row.Cores, row.MemoryGib, row.Batch), now);
            _microseconds.Add(_time.GetElapsedTime(start).TotalMicroseconds);
            if (host < 0)
            {
                _unplaced++;
                continue;
            }

            _cores += row.Cores;
            _memory += row.MemoryGib;
            if (!row.IsCensored)
            {
                _ends.Enqueue(_next, (now + lifetime, _next));
            }
        }
    }

    private double Quantile(double level) =>
        _microseconds.Count == 0 ? 0 : _microseconds[(int)(level * (_microseconds.Count - 1))];
}
