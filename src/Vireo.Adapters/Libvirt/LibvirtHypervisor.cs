using System.Collections.Immutable;
using Vireo.Adapters.Probing;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Any number of hosts that are reached through libvirt, as one provider and one placement domain.</summary>
/// <remarks>Hosts are asked at once, each on its own thread with a deadline: one that hangs holds up none of the others
/// and counts as unreachable.</remarks>
public sealed partial class LibvirtHypervisor : IHypervisor, IAsyncDisposable
{
    private readonly LibvirtSettings _settings;
    private readonly TimeProvider _time;
    private readonly ImmutableArray<LibvirtHost> _hosts;
    private readonly DomainSampler _sampler = new();
    private readonly SemaphoreSlim _sampling = new(1);
    private readonly ServiceProber _prober;
    private readonly PoolKeeper _pools;

    /// <summary>Prepares the hosts; nothing is opened before they are read.</summary>
    /// <param name="id">Names the provider and its cluster.</param>
    /// <param name="settings">The hosts and how they are dealt with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">Spreads attempts to reach hosts again.</param>
    public LibvirtHypervisor(ProviderId id, LibvirtSettings settings, TimeProvider time, Random jitter)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Id = id;
        _settings = settings;
        _time = time;
        _hosts =
        [
            .. settings.Hosts.Select(host => new LibvirtHost(host, settings, id, time, new Random(jitter.Next()))),
        ];
        _pools = new PoolKeeper(id, _hosts);
        _prober = new ServiceProber(
            settings.Probes, FindAddressAsync, (probe, address, stop) => ServiceQuestion.AskAsync(probe, address, time, stop),
            time, new Random(jitter.Next()));
    }

    /// <inheritdoc/>
    public ProviderId Id { get; }

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities => new(Can(), _settings.SampleEvery, TimeSpan.Zero);

    /// <inheritdoc/>
    public async Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken)
    {
        await ReadHostsAsync(cancellationToken);
        var inventory = LibvirtInventory.Assemble(Id, _settings, _hosts, _time.GetUtcNow()) with { Pools = _pools.Show() };
        _prober.Follow(inventory.VirtualMachines
            .Where(machine => machine.State == PowerState.On).Select(machine => (machine.Id, machine.Name)));

        return inventory;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        DateTimeOffset after, CancellationToken cancellationToken)
    {
        await ReadHostsAsync(cancellationToken);
        await _sampling.WaitAsync(cancellationToken);
        try
        {
            if (_settings.Acts)
            {
                // As a hypervisor's own scheduler would, pools follow what is wanted now, not what was when they were
                // set.
                await _pools.KeepAsync(_operations.Fence, cancellationToken);
            }

            return
            [
                .. _hosts.Where(host => host.Trouble.Length == 0 && host.Last?.At > after)
                    .SelectMany(host => _sampler.Sample(host, host.Last!)),
                .. _prober.Take(),
            ];
        }
        finally
        {
            _sampling.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FleetEvent>>(
            [.. _hosts.SelectMany(host => host.EventsAfter(after)).OrderBy(happened => happened.At)]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _prober.DisposeAsync();

        // Moves are left to the hosts: they are found again by their marks. The rest stops where it is.
        var ours = _operations.All.Where(operation => !operation.IsMigration).ToList();
        await Task.WhenAll(ours.Select(operation => operation.AbortAsync()));
        await Task.WhenAll(ours.Select(operation => operation.Running));
        await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));
        _pools.Dispose();
        _sampling.Dispose();
    }

    // As the hosts said when they were read last; nothing before that.
    private ActionKinds Can()
    {
        var read = _hosts.Where(host => host.Last is not null).ToList();

        return !_settings.Acts || read.Count == 0 ? ActionKinds.None
            : ActionKinds.PowerOnVirtualMachine | ActionKinds.PowerOffVirtualMachine | ActionKinds.Resize |
              ActionKinds.Suspend | ActionKinds.Reset |
              (read.Any(host => host.Last!.Capabilities.StorageFolder.Length > 0)
                  ? ActionKinds.Create | ActionKinds.Delete : ActionKinds.None) |
              (read.Any(host => host.Last!.Capabilities.KeepsSnapshots == true) ? ActionKinds.Snapshots : ActionKinds.None) |
              (read.Any(host => host.Settings.CanBeFenced) ? ActionKinds.Fence : ActionKinds.None) |
              (read.Any(host => host.Last!.Capabilities.EnforcesPools) ? ActionKinds.Pools : ActionKinds.None) |
              (read.Count(host => host.Last!.Capabilities.CanMigrate) > 1 ? ActionKinds.Migrate : ActionKinds.None);
    }

    // A host that fails shows it by its state; only when none answers is the provider itself in trouble.
    private async Task ReadHostsAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_hosts.Select(host => host.ReadAsync(cancellationToken)));
        if (_hosts.All(host => host.Trouble.Length > 0))
        {
            throw new ProviderException(
                $"None of its {_hosts.Length} hosts answers. {_hosts[0].Trouble}", isTransient: true);
        }
    }

    // As the user data of a machine says, else as its host knows.
    private async Task<string?> FindAddressAsync(VirtualMachineId machine, CancellationToken cancellationToken)
    {
        try
        {
            var place = PlaceOf(EntityId.Of(machine));
            if (place.Domain.Origin is { Address.Length: > 0 } origin)
            {
                return origin.Address;
            }

            return await place.Host.Lane.CallAsync(
                connection =>
                {
                    using var domain = connection.Find(place.Domain.Reading.Uuid);

                    return domain?.FindAddress();
                },
                cancellationToken);
        }
        catch (ProviderException)
        {
            // It has gone, or its host does not answer and says so itself where it is read.
            return null;
        }
    }
}
