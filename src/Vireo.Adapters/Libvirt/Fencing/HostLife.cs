using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Whether a host lives, as far as that can be known: which ways to it are silent, whether it was proved to run
/// nothing, and what other hosts have taken over from it meanwhile.</summary>
/// <param name="host">The host.</param>
/// <param name="settings">How it is watched and fenced.</param>
/// <param name="acts">Whether Vireo may act on it.</param>
/// <param name="time">The clock.</param>
internal sealed class HostLife(HostId host, LibvirtHostSettings settings, bool acts, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SecondPath? _secondPath = settings.Watch.Length > 0 ? new SecondPath(settings.Watch, time) : null;
    private readonly HashSet<string> _takenOver = new(StringComparer.Ordinal);
    private DateTimeOffset? _silentSince;
    private bool _isFenced;

    /// <summary>Whether Vireo may fence it, and can.</summary>
    public bool CanBeFenced => acts && settings.CanBeFenced;

    /// <summary>Whether it was proved to run nothing, and has not answered since.</summary>
    public bool IsFenced
    {
        get
        {
            lock (_gate)
            {
                return _isFenced;
            }
        }
    }

    /// <summary>Its libvirt answered.</summary>
    public void Answered()
    {
        _secondPath?.Reset();
        lock (_gate)
        {
            _silentSince = null;
            _isFenced = false;
        }
    }

    /// <summary>Its libvirt did not answer: the other way is tried.</summary>
    /// <returns>Whether that one answers after it was silent: the host is back, or its cable.</returns>
    public async Task<bool> MissedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _silentSince ??= time.GetUtcNow();
        }

        return _secondPath is not null && await _secondPath.TryAsync(cancellationToken);
    }

    /// <summary>Which ways to it are silent.</summary>
    /// <param name="failures">Attempts in a row at its libvirt that failed. Not looks: while a host is left alone after a
    /// failure, nothing is learnt of it.</param>
    public HostSilence Silence(int failures)
    {
        var paths = ImmutableArray.CreateBuilder<SilentPath>();
        lock (_gate)
        {
            if (_silentSince is { } since && failures >= SecondPath.LeastAttempts)
            {
                paths.Add(new SilentPath("libvirt", since));
            }
        }

        if (_secondPath?.SilentSince is { } other)
        {
            paths.Add(new SilentPath(_secondPath.Address, other));
        }

        return new HostSilence(paths.ToImmutable(), CanBeFenced);
    }

    /// <summary>Makes sure that it runs nothing.</summary>
    /// <exception cref="ProviderException">That could not be proved.</exception>
    public async Task<string> FenceAsync(CancellationToken cancellationToken)
    {
        string proof = await new FenceCommand(host, settings.Fence, time).RunAsync(cancellationToken);
        lock (_gate)
        {
            _isFenced = true;
        }

        return proof;
    }

    /// <summary>Another host has a machine's definition now: the one here goes as soon as it can be reached.</summary>
    public void TakenOver(string uuid)
    {
        lock (_gate)
        {
            _takenOver.Add(uuid);
        }
    }

    /// <summary>Takes away what others have taken over, so that nobody starts it here any more. One that runs here all the
    /// same is not touched: it shows as running twice.</summary>
    /// <param name="connection">To the host, which answers again.</param>
    public void ClearAway(LibvirtConnection connection)
    {
        string[] taken;
        lock (_gate)
        {
            taken = [.. _takenOver];
        }

        foreach (string uuid in taken)
        {
            try
            {
                using var domain = connection.Find(uuid);
                if (domain is { IsActive: false })
                {
                    domain.Undefine();
                }
            }
            catch (LibvirtException) when (connection.IsAlive)
            {
                // It is tried again next time, and does not hide the rest of the host.
                continue;
            }

            lock (_gate)
            {
                _takenOver.Remove(uuid);
            }
        }
    }
}
