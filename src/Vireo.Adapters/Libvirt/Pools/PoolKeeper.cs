using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Enforces resource pools on libvirt hosts: processors by weights and caps, network and disks by limits.
/// Memory is not enforced: of a guest that runs, the kernel could only swap or kill.</summary>
/// <remarks>Which pools there are stands in the metadata of their machines. What that means for each machine follows
/// from what all of them want, and is worked out anew with every reading.</remarks>
internal sealed class PoolKeeper(ProviderId provider, ImmutableArray<LibvirtHost> hosts) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly PoolTuner _tuner = new();
    private readonly WeightCorrection _correction = new();
    private readonly Dictionary<HostId, HostReading> _before = [];

    // Pools without machines stand in no metadata; they promise nothing to anybody, so forgetting them does no harm.
    private ImmutableSortedDictionary<ResourcePoolId, PoolSetting> _empty =
        ImmutableSortedDictionary<ResourcePoolId, PoolSetting>.Empty;

    private ImmutableArray<PoolSetting> _shown = [];

    /// <summary>The pools in force, with what is not enforced of them; the same array while nothing changes.</summary>
    public ImmutableArray<PoolSetting> Show()
    {
        ImmutableArray<PoolSetting> shown =
            [.. Known().Select(pool => pool.IsReleased ? pool : pool with { NotEnforced = NotEnforced(pool) })];
        if (shown.Length != _shown.Length || shown.Zip(_shown).Any(pair => !IsShownAs(pair.First, pair.Second)))
        {
            _shown = shown;
        }

        return _shown;
    }

    /// <summary>Why a pool cannot be set; null when nothing speaks against it.</summary>
    public string? Refuse(PoolSetting setting)
    {
        var places = LibvirtInventory.Places(hosts).ToDictionary(place => place.Domain.Id);
        if (setting.VirtualMachines.Where(machine => !places.ContainsKey(machine)).Take(1).ToList() is [var unknown])
        {
            return $"Machine '{unknown}' is on none of its hosts.";
        }

        if (setting.Parent is { } parent && Known().All(pool => pool.Pool != parent))
        {
            return $"It is to be part of '{parent}', which does not exist. Set that first.";
        }

        // What a silent host has under this pool is not known.
        if (hosts.FirstOrDefault(host => host.Trouble.Length > 0) is { } silent)
        {
            return $"Host '{silent.Id}' does not answer. {silent.Trouble}";
        }

        var weak = setting.VirtualMachines.Select(machine => places[machine])
            .FirstOrDefault(place => place.Domain.IsActive && !place.Host.Last!.Capabilities.EnforcesPools)?.Host;

        return weak is null
            ? null
            : $"Host '{weak.Id}' cannot weigh machines against each other: its driver " +
              $"'{weak.Last!.Capabilities.Driver}' has " +
              (weak.Last.Capabilities.Scheduler is { Length: > 0 } scheduler
                  ? $"the scheduler '{scheduler}'."
                  : "no control groups for processors.");
    }

    /// <summary>Puts a pool in force and says what is not.</summary>
    /// <param name="setting">The pool as it is to be.</param>
    /// <param name="mark">The mark of a machine from the one that it has; throws where another Vireo, or a newer
    /// leader, manages it.</param>
    /// <param name="cancellationToken">Ends it between two hosts; the pool is then not shown, and set anew.</param>
    /// <exception cref="ProviderException">A host refused, or did not do what it was told.</exception>
    public async Task<string> SetAsync(
        PoolSetting setting, Func<DomainMark?, DomainMark> mark, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var known = Known();
            foreach (var onHost in LibvirtInventory.Places(hosts).GroupBy(place => place.Host))
            {
                await WriteAsync(onHost.Key, [.. onHost], setting, known, mark, cancellationToken);
            }

            _empty = setting.VirtualMachines.IsEmpty ? _empty.SetItem(setting.Pool, setting) : _empty.Remove(setting.Pool);
            await Task.WhenAll(hosts.Select(host => host.ReadAsync(cancellationToken)));
            int tuned = await TuneAsync(mustReach: true, cancellationToken);

            return Words(setting, tuned);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Divides anew by what is wanted now. A host that fails is left as it is until it can be read
    /// again.</summary>
    /// <param name="fence">Of the newest action that this process carried out. Where a machine has seen a newer leader,
    /// nothing is touched (S22).</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task KeepAsync(long fence, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            long newest = LibvirtInventory.Places(hosts)
                .Where(place => !PoolBook.ClaimsOf(provider, place).IsEmpty)
                .Select(place => place.Domain.Description!.Mark!.Fence)
                .DefaultIfEmpty(long.MinValue).Max();
            if (fence == long.MinValue || fence >= newest)
            {
                await TuneAsync(mustReach: false, cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static bool IsShownAs(PoolSetting one, PoolSetting other) =>
        one.IsSameAs(other) && (one.NotEnforced ?? []).SequenceEqual(other.NotEnforced ?? []);

    private ImmutableArray<PoolSetting> Known()
    {
        var written = PoolBook.Read(provider, LibvirtInventory.Places(hosts));

        return
        [
            .. _empty.Values.Where(pool => written.All(one => one.Pool != pool.Pool)).Concat(written).OrderBy(pool => pool.Pool),
        ];
    }

    private ImmutableArray<PoolResource> NotEnforced(PoolSetting pool)
    {
        var on = LibvirtInventory.Places(hosts).Where(place => pool.VirtualMachines.Contains(place.Domain.Id))
            .Select(place => place.Host.Id).ToHashSet();

        return
        [
            .. _tuner.Impossible.Where(one => on.Contains(one.Host)).Select(one => one.Resource)
                .Append(PoolResource.Memory).Distinct().Order(),
        ];
    }

    private string Words(PoolSetting setting, int tuned)
    {
        string network = _tuner.Why(PoolResource.Network) is { } noNetwork ? $" Its network is not limited: {noNetwork}" : "";
        string disk = _tuner.Why(PoolResource.Disk) is { } noDisk ? $" Its disks are not limited: {noDisk}" : "";

        return $"In force for {setting.VirtualMachines.Length} machines; {tuned} that run have their weights and caps." +
            (setting.Terms.Network.Limit is null ? "" : network) + (setting.Terms.Disk.Limit is null ? "" : disk) +
            (setting.Terms.Memory.Limit is null ? "" : " Its memory is kept by the sizes of its machines only.");
    }

    private async Task WriteAsync(
        LibvirtHost host, ImmutableArray<MachinePlace> places, PoolSetting setting, ImmutableArray<PoolSetting> known,
        Func<DomainMark?, DomainMark> mark, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            var before = PoolBook.ClaimsOf(provider, place);
            var after = PoolBook.ClaimsAfter(place.Domain.Id, before, setting, known);
            if (before.SequenceEqual(after))
            {
                continue;
            }

            string uuid = place.Domain.Reading.Uuid;
            await host.Lane.CallAsync(
                connection =>
                {
                    using var domain = connection.Find(uuid)
                        ?? throw new LibvirtException(LibvirtErrorCode.NoDomain, $"Machine '{uuid}' is not on '{host.Id}' any more.");
                    var found = DomainXml.Read(domain.ReadXml())?.Mark;
                    long shares = found?.SharesBefore ?? domain.ReadCpuTuning().Shares;
                    domain.WriteMark(mark(found) with { Pools = after, SharesBefore = after.IsEmpty ? null : shares });
                    if (after.IsEmpty)
                    {
                        _tuner.Release(host.Id, domain, place.Domain.Description, shares, before);
                    }

                    return true;
                },
                cancellationToken);
            host.Distrust(uuid);
        }
    }

    private async Task<int> TuneAsync(bool mustReach, CancellationToken cancellationToken)
    {
        var pools = Known();
        if (pools.All(pool => pool.VirtualMachines.IsEmpty))
        {
            return 0;
        }

        var running = LibvirtInventory.Places(hosts)
            .Where(place => place.Host.Trouble.Length == 0 && place.Domain.IsActive && !place.Domain.IsArriving &&
                place.Host.Last!.Capabilities.EnforcesPools).ToLookup(place => place.Host);
        List<PooledMachine> machines = [];
        foreach (var onHost in running)
        {
            machines.AddRange(await MeasureAsync(onHost.Key, [.. onHost], mustReach, cancellationToken));
        }

        _correction.Learn(machines);
        var tunings = PoolTuning.Of(pools, [.. machines.Select(_correction.Correct)], running.ToDictionary(
            host => host.Key.Id, host => (CapacityOf(host.Key), host.Key.Last!.Mhz)));
        _correction.Promise(machines, tunings);
        int tuned = 0;
        foreach (var onHost in running)
        {
            try
            {
                tuned += await onHost.Key.Lane.CallAsync(
                    connection => onHost.Count(place => tunings.TryGetValue(place.Domain.Id, out var tuning) &&
                        _tuner.Tune(onHost.Key.Id, connection, place.Domain, tuning)),
                    cancellationToken);
            }
            catch (ProviderException) when (!mustReach)
            {
                // It says so itself where it is read; the next reading finds it with what it had.
            }
        }

        return tuned;
    }

    private async Task<List<PooledMachine>> MeasureAsync(
        LibvirtHost host, ImmutableArray<MachinePlace> places, bool mustReach, CancellationToken cancellationToken)
    {
        var reading = host.Last!;
        var before = _before.GetValueOrDefault(host.Id);
        if (before is null || before.At < reading.At)
        {
            _before[host.Id] = reading;
        }

        try
        {
            return await host.Lane.CallAsync(
                connection => places.Select(place => Measure(connection, host, reading, before, place.Domain))
                    .OfType<PooledMachine>().ToList(),
                cancellationToken);
        }
        catch (ProviderException) when (!mustReach)
        {
            return [];
        }
    }

    // Null when it has stopped meanwhile.
    private static PooledMachine? Measure(
        LibvirtConnection connection, LibvirtHost host, HostReading reading, HostReading? before, DomainFacts facts)
    {
        using var domain = connection.Find(facts.Reading.Uuid);
        if (domain is not { IsActive: true })
        {
            return null;
        }

        var cpu = domain.ReadCpuTuning();
        double size = Math.Max(1, facts.Cores) * reading.Mhz;
        var earlier = before?.Find(facts.Reading.Uuid)?.Reading;
        var use = MachineWants.Use(facts, earlier, before is null ? 0 : (reading.At - before.At).TotalSeconds, reading.Mhz);

        return new PooledMachine(
            facts.Id, facts.Reading.Uuid, host.Id, size,
            [.. MachineWants.Of(facts, earlier, use, size, reading.Mhz, cpu)],
            MachineWants.ReceivedPart(facts.Reading, earlier), cpu, use);
    }

    private static double CapacityOf(LibvirtHost host) => (host.Settings.Cores ?? host.Last!.Hardware.Cpus) * host.Last!.Mhz;
}
