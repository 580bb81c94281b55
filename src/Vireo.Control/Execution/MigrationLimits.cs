using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>How many migrations run at once, and how much of the links they use (S13, S14): kept here whatever the
/// plan says.</summary>
/// <remarks>A host's budget is divided evenly among the migrations it may have at once in either direction, so the sum
/// stays inside the budget whichever of them run.</remarks>
internal sealed class MigrationLimits(Policy policy, IEnumerable<ActionRun> underWay)
{
    // A link the provider does not know is taken for the slowest one found in data centres.
    private static readonly BytesPerSecond SlowestLink = new(125e6);

    private readonly Dictionary<HostId, int> _leaving = [];
    private readonly Dictionary<HostId, int> _arriving = [];
    private readonly Dictionary<HostId, BytesPerSecond> _used = [];
    private int _total;
    private bool _isCounted;

    /// <summary>What a migration may use of the links; null when it has to wait for others to end.</summary>
    public BytesPerSecond? Grant(Migration migration, Host from, Host to)
    {
        Count();
        if (_total >= policy.MaxMigrationsPerCluster
            || _leaving.GetValueOrDefault(from.Id) >= policy.MaxMigrationsPerSource
            || _arriving.GetValueOrDefault(to.Id) >= policy.MaxMigrationsPerTarget)
        {
            return null;
        }

        var share = Smaller(Share(from), Share(to));
        if (share <= BytesPerSecond.Zero)
        {
            return null;
        }

        Add(migration, share);

        return share;
    }

    private void Count()
    {
        if (_isCounted)
        {
            return;
        }

        _isCounted = true;
        foreach (var run in underWay)
        {
            if (run.Action is Migration migration)
            {
                Add(migration, run.Bandwidth);
            }
        }
    }

    private void Add(Migration migration, BytesPerSecond bandwidth)
    {
        _total++;
        _leaving[migration.From] = _leaving.GetValueOrDefault(migration.From) + 1;
        _arriving[migration.To] = _arriving.GetValueOrDefault(migration.To) + 1;
        _used[migration.From] = _used.GetValueOrDefault(migration.From) + bandwidth;
        _used[migration.To] = _used.GetValueOrDefault(migration.To) + bandwidth;
    }

    // After a change of policy older grants may be larger than today's even share; what is left bounds the new one.
    private BytesPerSecond Share(Host host)
    {
        var link = host.NetworkCapacity > BytesPerSecond.Zero ? host.NetworkCapacity : SlowestLink;
        var budget = link * policy.MigrationBandwidthRatio;
        long slots = Math.Max(1, (long)policy.MaxMigrationsPerSource + policy.MaxMigrationsPerTarget);

        return Smaller(budget * (1.0 / slots), budget - _used.GetValueOrDefault(host.Id));
    }

    private static BytesPerSecond Smaller(BytesPerSecond left, BytesPerSecond right) => left < right ? left : right;
}
