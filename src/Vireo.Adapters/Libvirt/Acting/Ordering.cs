using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Suspends, resumes and resets a machine, as people order it.</summary>
/// <param name="uuid">The machine.</param>
/// <param name="host">Where it is.</param>
/// <param name="time">The clock.</param>
internal sealed class Ordering(string uuid, LibvirtHost host, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Lets it stand still in its host's memory.</summary>
    /// <exception cref="ProviderException">The host refused.</exception>
    public async Task<string> SuspendAsync(CancellationToken cancellationToken)
    {
        await DoAsync(host.Lane, domain => domain.Suspend(), cancellationToken);

        return "It stands still in memory.";
    }

    /// <summary>Writes its memory to disk. That takes as long as the memory is large: the call has a connection of its own, so
    /// that the host's lane stays free to ask and to abort.</summary>
    /// <exception cref="ProviderException">The host refused, or it was aborted; it runs on.</exception>
    public async Task<string> SaveAsync(CancellationToken cancellationToken)
    {
        await using var lane = host.OpenLane();
        var saving = lane.CallAsync(connection => Do(connection, domain => domain.Save()), Timeout.InfiniteTimeSpan, CancellationToken.None);
        await using (cancellationToken.Register(() => _ = AbortAsync()))
        {
            await saving;
        }

        return "Its memory is on disk.";
    }

    /// <summary>Follows a save that an earlier process began, and says how it ended: the host goes on with it by
    /// itself.</summary>
    /// <exception cref="ProviderException">It runs.</exception>
    public async Task<string> FollowSaveAsync(CancellationToken cancellationToken)
    {
        while (await host.Lane.CallAsync(IsSaving, cancellationToken))
        {
            await Task.Delay(BetweenLooks, time, cancellationToken);
        }

        await host.ReadAsync(cancellationToken);

        return host.Last?.Find(uuid) is { IsSaved: true }
            ? "Its memory is on disk."
            : throw new ProviderException("Its memory was not written to disk.", isTransient: false);
    }

    /// <summary>Lets it go on, from memory or from disk.</summary>
    /// <exception cref="ProviderException">The host refused.</exception>
    public async Task<string> ResumeAsync(bool isOnDisk, CancellationToken cancellationToken)
    {
        await DoAsync(host.Lane, domain =>
        {
            if (isOnDisk)
            {
                domain.Start();
            }
            else
            {
                domain.Resume();
            }
        }, cancellationToken);

        return isOnDisk ? "It goes on from disk." : "It goes on.";
    }

    /// <summary>Starts it anew without asking its guest.</summary>
    /// <exception cref="ProviderException">The host refused.</exception>
    public async Task<string> ResetAsync(CancellationToken cancellationToken)
    {
        await DoAsync(host.Lane, domain => domain.Reset(), cancellationToken);

        return "It was reset.";
    }

    // What the abort came to shows by how the save ends.
    private async Task AbortAsync()
    {
        try
        {
            await DoAsync(host.Lane, domain => domain.AbortJob(), CancellationToken.None);
        }
        catch (ProviderException)
        {
            // It has ended meanwhile, or the host is silent: then the save ends as well.
        }
    }

    private bool IsSaving(LibvirtConnection connection)
    {
        using var domain = connection.Find(uuid);

        return domain is { IsActive: true } && domain.JobProgress() is not null;
    }

    private Task<bool> DoAsync(HostLane lane, Action<LibvirtDomain> act, CancellationToken cancellationToken) =>
        lane.CallAsync(connection => Do(connection, act), cancellationToken);

    private bool Do(LibvirtConnection connection, Action<LibvirtDomain> act)
    {
        using var domain = connection.Find(uuid)
            ?? throw new LibvirtException(LibvirtErrorCode.NoDomain, $"Machine '{uuid}' is not on '{host.Id}' any more.");
        act(domain);

        return true;
    }
}
