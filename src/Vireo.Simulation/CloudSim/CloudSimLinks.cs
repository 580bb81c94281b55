namespace Vireo.Simulation;

/// <summary>Migrations that share links: as many as the rules say leave and arrive at a host at one time, those of one
/// direction share its link, and a host that is off has to start first.</summary>
internal sealed class CloudSimLinks(CloudSimFleet fleet)
{
    private readonly List<CloudSimMove> _waiting = [];
    private readonly List<CloudSimMove> _running = [];
    private readonly List<CloudSimMove> _ended = [];
    private readonly double[] _missingMib = new double[fleet.Machines];
    private readonly double[] _readyAt = new double[fleet.Hosts];
    private readonly int[] _leaving = new int[fleet.Hosts];
    private readonly int[] _arriving = new int[fleet.Hosts];

    /// <summary>Replaces what waits by what was decided now; what runs goes on.</summary>
    /// <returns>Energy for starting hosts, in joules.</returns>
    public double Queue(IReadOnlyList<CloudSimMove> moves, double now)
    {
        _waiting.Clear();
        double joules = 0;
        foreach (var move in moves)
        {
            if (fleet.IsMoving(move.Machine))
            {
                continue;
            }

            _waiting.Add(move);
            if (fleet.Residents(move.Target).IsEmpty && _readyAt[move.Target] <= now)
            {
                _readyAt[move.Target] = now + fleet.Rules.BootSeconds;
                joules += fleet.Rules.BootSeconds * CloudSimHostKind.Of(move.Target).PeakWatts;
            }
        }

        return joules;
    }

    /// <summary>Starts what may start now.</summary>
    /// <returns>How many.</returns>
    public int Start(double now, CloudSimMeter meter)
    {
        int started = 0;
        for (int i = 0; i < _waiting.Count; i++)
        {
            var move = _waiting[i];
            int source = fleet.HostOf(move.Machine);
            if (_leaving[source] >= fleet.Rules.MigrationsPerLink
                || _arriving[move.Target] >= fleet.Rules.MigrationsPerLink
                || _readyAt[move.Target] > now || !HasMemory(move))
            {
                continue;
            }

            _waiting.RemoveAt(i--);
            _running.Add(move);
            _missingMib[move.Machine] = fleet.Kind(move.Machine).MemoryMib;
            _leaving[source]++;
            _arriving[move.Target]++;
            fleet.BeginMove(move, now, meter);
            started++;
        }

        return started;
    }

    /// <summary>When something happens next; infinity when nothing will.</summary>
    public double Next(double now)
    {
        double next = double.PositiveInfinity;
        foreach (var move in _running)
        {
            next = Math.Min(next, now + (_missingMib[move.Machine] / Rate(move)));
        }

        foreach (var move in _waiting)
        {
            next = _readyAt[move.Target] > now ? Math.Min(next, _readyAt[move.Target]) : next;
        }

        return next;
    }

    /// <summary>Copies memory for a while.</summary>
    /// <returns>What is complete.</returns>
    public IReadOnlyList<CloudSimMove> Advance(double seconds)
    {
        const double Nothing = 1e-6;
        foreach (var move in _running)
        {
            _missingMib[move.Machine] -= Rate(move) * seconds;
        }

        _ended.Clear();
        foreach (var move in _running)
        {
            if (_missingMib[move.Machine] <= Nothing)
            {
                _ended.Add(move);
            }
        }

        foreach (var move in _ended)
        {
            _running.Remove(move);
            _leaving[fleet.HostOf(move.Machine)]--;
            _arriving[move.Target]--;
        }

        return _ended;
    }

    private double Rate(CloudSimMove move) =>
        CloudSimLink.MibPerSecond / Math.Max(_leaving[fleet.HostOf(move.Machine)], _arriving[move.Target]);

    private bool HasMemory(CloudSimMove move)
    {
        int used = fleet.Kind(move.Machine).MemoryMib;
        foreach (int machine in fleet.Residents(move.Target))
        {
            used += fleet.Kind(machine).MemoryMib;
        }

        return !fleet.Rules.MemoryLimits || used <= fleet.Rules.HostMemoryMib;
    }
}
