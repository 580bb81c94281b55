namespace Vireo.Scheduling.Placement.Arriving;

/// <summary>Places machines as they arrive, one by one, on as few hosts as it can: it learns how long they live, and
/// puts each where it is expected to delay the emptying of a host least.</summary>
/// <remarks>O(hosts) a placement. Knows only the past: machines that ended, and the age of those that live.</remarks>
public sealed partial class ArrivalPlacer
{
    // Room left weighs as much as so many hours of delay: found on the developer's trace, flat between 1 and 10.
    private const float RoomHours = 3;
    private const double RelearnSeconds = 3_600;
    private const double StaleSeconds = 1_800;
    private readonly HostShape _shape;
    private readonly ArrivalRule _rule;
    private readonly int _mostHosts;
    private readonly LifetimeTable _lifetimes = new();
    private readonly EmptyingOutlook _outlook = new();
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<int, Placed> _placed = [];
    private readonly Dictionary<int, int> _companions = [];
    private double _learnedAt = double.NegativeInfinity;

    /// <summary>An empty fleet.</summary>
    /// <param name="shape">What each host offers.</param>
    /// <param name="rule">How hosts are chosen.</param>
    /// <param name="mostHosts">How many hosts there are.</param>
    public ArrivalPlacer(HostShape shape, ArrivalRule rule, int mostHosts) =>
        (_shape, _rule, _mostHosts) = (shape, rule, mostHosts);

    /// <summary>Hosts that carry something.</summary>
    public int NonEmptyHosts { get; private set; }

    /// <summary>Machines moved to empty hosts.</summary>
    public int Moves { get; private set; }

    /// <summary>Where a machine is; -1 when it has no place.</summary>
    public int HostOf(int machine) => _placed.TryGetValue(machine, out var placed) ? placed.Host : -1;

    /// <summary>Places a machine.</summary>
    /// <param name="machine">What arrives.</param>
    /// <param name="now">Seconds on the caller's clock; never goes back.</param>
    /// <returns>Its host; -1 when none has room.</returns>
    public int Place(ArrivingMachine machine, double now)
    {
        ArgumentNullException.ThrowIfNull(machine);
        int companions = _companions.GetValueOrDefault(machine.Request);
        _companions[machine.Request] = companions + 1;
        var placed = new Placed(machine, _lifetimes.KindOf(machine.Cores, machine.MemoryGib, companions), now);
        int host = Best(placed, now, except: -1);
        host = host >= 0 ? host : Open();
        if (host >= 0 && machine.Cores <= _shape.Cores && machine.MemoryGib <= _shape.MemoryGib)
        {
            Put(placed, host, now);
            _placed[machine.Id] = placed;
            return host;
        }

        return -1;
    }

    /// <summary>A machine has ended.</summary>
    public void End(int machine, double now)
    {
        if (_placed.Remove(machine, out var placed))
        {
            Take(placed, now);
            _lifetimes.Ended(placed.Kind, now - placed.Since);
        }
    }

    /// <summary>Brings what is expected up to date; between placements, every few minutes.</summary>
    public void Advance(double now)
    {
        if (_rule != ArrivalRule.Lifetime)
        {
            return;
        }

        if (now - _learnedAt >= RelearnSeconds)
        {
            _lifetimes.Learn(_placed.Values.Select(placed => (placed.Kind, now - placed.Since)));
            _learnedAt = now;
        }

        for (int host = 0; host < _slots.Count; host++)
        {
            if (_slots[host].Machines.Count > 0 && now - _slots[host].LookedAt >= StaleSeconds)
            {
                Look(host, now);
            }
        }
    }

    private int Best(Placed placed, double now, int except)
    {
        Span<float> weighed = stackalloc float[EmptyingOutlook.Instants];
        if (_rule == ArrivalRule.Lifetime)
        {
            EmptyingOutlook.Lives(_lifetimes, placed.Kind, now - placed.Since, weighed);
            EmptyingOutlook.Weigh(weighed);
        }

        int best = -1;
        float bestScore = float.PositiveInfinity;
        for (int host = 0; host < _slots.Count; host++)
        {
            var slot = _slots[host];
            if (slot.Machines.Count == 0 || host == except || slot.Cores < placed.Machine.Cores ||
                slot.MemoryGib < placed.Machine.MemoryGib)
            {
                continue;
            }

            float score = Score(placed, host, weighed);
            if (score < bestScore)
            {
                best = host;
                bestScore = score;
            }
        }

        return best;
    }

    private float Score(Placed placed, int host, ReadOnlySpan<float> weighed)
    {
        if (_rule == ArrivalRule.FirstFit)
        {
            return host;
        }

        var slot = _slots[host];
        double room = ((slot.Cores - placed.Machine.Cores) / (double)_shape.Cores) +
            ((slot.MemoryGib - placed.Machine.MemoryGib) / _shape.MemoryGib);

        return _rule == ArrivalRule.BestFit ? (float)room
            : ((float)room * RoomHours) +
              (slot.Requests.ContainsKey(placed.Machine.Request) ? 0 : _outlook.DelayHours(host, weighed));
    }

    private int Open()
    {
        int bare = _slots.FindIndex(slot => slot.Machines.Count == 0);
        if (bare >= 0 || _slots.Count >= _mostHosts)
        {
            return bare;
        }

        _slots.Add(new Slot { Cores = _shape.Cores, MemoryGib = _shape.MemoryGib });
        _outlook.AddHost();

        return _slots.Count - 1;
    }

    private void Put(Placed placed, int host, double now)
    {
        var slot = _slots[host];
        NonEmptyHosts += slot.Machines.Count == 0 ? 1 : 0;
        slot.Cores -= placed.Machine.Cores;
        slot.MemoryGib -= placed.Machine.MemoryGib;
        slot.Machines.Add(placed);
        int others = slot.Requests.GetValueOrDefault(placed.Machine.Request);
        slot.Requests[placed.Machine.Request] = others + 1;
        placed.Host = host;
        if (_rule == ArrivalRule.Lifetime && others == 0)
        {
            Span<float> lives = stackalloc float[EmptyingOutlook.Instants];
            EmptyingOutlook.Lives(_lifetimes, placed.Kind, now - placed.Since, lives);
            _outlook.Add(host, lives);
        }
    }

    private void Take(Placed placed, double now)
    {
        var slot = _slots[placed.Host];
        slot.Cores += placed.Machine.Cores;
        slot.MemoryGib += placed.Machine.MemoryGib;
        slot.Machines.Remove(placed);
        NonEmptyHosts -= slot.Machines.Count == 0 ? 1 : 0;
        if (--slot.Requests[placed.Machine.Request] == 0)
        {
            slot.Requests.Remove(placed.Machine.Request);
            Look(placed.Host, now);
        }
    }

    private void Look(int host, double now)
    {
        if (_rule != ArrivalRule.Lifetime)
        {
            return;
        }

        var slot = _slots[host];
        Span<float> lives = stackalloc float[EmptyingOutlook.Instants];
        var seen = new HashSet<int>();
        _outlook.Clear(host);
        foreach (var placed in slot.Machines)
        {
            if (seen.Add(placed.Machine.Request))
            {
                EmptyingOutlook.Lives(_lifetimes, placed.Kind, now - placed.Since, lives);
                _outlook.Add(host, lives);
            }
        }

        slot.LookedAt = now;
    }

    private sealed class Placed(ArrivingMachine machine, int kind, double since)
    {
        public ArrivingMachine Machine => machine;

        public int Kind => kind;

        public double Since => since;

        public int Host { get; set; }
    }

    private sealed class Slot
    {
        public int Cores { get; set; }

        public double MemoryGib { get; set; }

        public List<Placed> Machines { get; } = [];

        public Dictionary<int, int> Requests { get; } = [];

        public double LookedAt { get; set; } = double.NegativeInfinity;
    }
}
