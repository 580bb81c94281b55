using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Takes, reverts to and deletes snapshots of a machine. Each lasts as long as there is memory or disk to write:
/// the call has a connection of its own, so that the host's lane stays free to ask and to abort.</summary>
/// <param name="uuid">The machine.</param>
/// <param name="host">Where it is.</param>
/// <param name="time">The clock.</param>
internal sealed class Snapshotting(string uuid, LibvirtHost host, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>What the mark says of a machine that went back, as the mark from before went with the rest.</summary>
    public const string Reverted = "Reverted";

    /// <summary>Takes one.</summary>
    /// <exception cref="ProviderException">The host refused, or it was aborted; there is none.</exception>
    public async Task<string> TakeAsync(string name, bool isExternal, CancellationToken cancellationToken)
    {
        await using (cancellationToken.Register(() => _ = AbortAsync()))
        {
            await LastAsync(domain => domain.TakeSnapshot(SnapshotXml.Write(name), isExternal));
        }

        return isExternal
            ? $"'{name}' keeps its disks as they were, without its memory: the guest goes on in files beside them."
            : $"'{name}' is in its disks.";
    }

    /// <summary>Follows one that an earlier process began to take: the host goes on with it by itself.</summary>
    /// <exception cref="ProviderException">There is none.</exception>
    public async Task<string> FollowAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked before the snapshots are read: one that ends in between must not be judged by what was there before.
            bool isUnderWay = await host.Lane.CallAsync(IsTaking, cancellationToken);
            host.Distrust(uuid);
            await host.ReadAsync(cancellationToken);
            if (host.Last?.Find(uuid)?.Description?.Snapshots.Find(name) is not null)
            {
                return $"'{name}' was taken.";
            }

            if (!isUnderWay)
            {
                throw new ProviderException($"Snapshot '{name}' was not taken.", isTransient: false);
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    /// <summary>Takes the machine back, and marks it anew: its metadata went back, too.</summary>
    /// <exception cref="ProviderException">The host refused.</exception>
    public async Task<string> RevertAsync(MachineSnapshot to, bool runs, DomainMark mark)
    {
        await LastAsync(domain =>
        {
            domain.Revert(to.Name, starts: runs && !to.HasMemory);
            domain.WriteMark(mark with { Kind = Reverted });
        });

        return to.HasMemory ? $"It goes on where it stood in '{to.Name}'."
            : runs ? $"It has the disks of '{to.Name}' and boots from them."
            : $"It has the disks of '{to.Name}' and is off.";
    }

    /// <summary>Gives one up.</summary>
    /// <exception cref="ProviderException">The host refused.</exception>
    public async Task<string> DeleteAsync(string name)
    {
        await LastAsync(domain => domain.DeleteSnapshot(name));

        return $"'{name}' was deleted.";
    }

    private async Task LastAsync(Action<LibvirtDomain> act)
    {
        try
        {
            await using var lane = host.OpenLane();
            await lane.CallAsync(
                connection =>
                {
                    using var domain = Require(connection);
                    act(domain);
                    return true;
                },
                Timeout.InfiniteTimeSpan, CancellationToken.None);
        }
        finally
        {
            // No event tells of snapshots.
            host.Distrust(uuid);
        }
    }

    // What the abort came to shows by how the call ends.
    private async Task AbortAsync()
    {
        try
        {
            await host.Lane.CallAsync(
                connection =>
                {
                    using var domain = Require(connection);
                    domain.AbortJob();
                    return true;
                },
                CancellationToken.None);
        }
        catch (ProviderException)
        {
            // It has ended meanwhile, cannot be aborted, or the host is silent.
        }
    }

    // The guest stands still while its memory is written into its disks.
    private bool IsTaking(LibvirtConnection connection)
    {
        using var domain = connection.Find(uuid);

        return domain is not null
            && (domain.State.State == DomainState.Paused || (domain.IsActive && domain.JobProgress() is not null));
    }

    private LibvirtDomain Require(LibvirtConnection connection) => connection.Find(uuid)
        ?? throw new LibvirtException(LibvirtErrorCode.NoDomain, $"Machine '{uuid}' is not on '{host.Id}' any more.");
}
