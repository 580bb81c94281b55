using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>A cluster of a vCenter, or a standalone ESXi host, through the vSphere Web Services API.</summary>
/// <remarks>Objects and tasks are followed as they change; each reading waits until the picture shows all that the server
/// knew when it was asked for.</remarks>
public sealed partial class VSphereHypervisor : IHypervisor, IDescribedProvider, IAsyncDisposable
{
    private readonly VSphereSettings _settings;
    private readonly TimeProvider _time;
    private readonly VCenter _vcenter;
    private readonly VCenterInventory _words;
    private readonly PerformanceReader _performance;
    private readonly Dictionary<string, PoolTerms> _wishes = [];
    private readonly Lock _shown = new();
    private (long Version, ProviderInventory Inventory)? _last;
    private volatile Account? _account;

    /// <summary>Prepares the connection; nothing is opened before it is read.</summary>
    /// <param name="id">Names the provider and its cluster.</param>
    /// <param name="settings">Where it is and how it is dealt with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">Spreads attempts to reach the server again.</param>
    public VSphereHypervisor(ProviderId id, VSphereSettings settings, TimeProvider time, Random jitter)
        : this(id, settings, time, jitter, handler: null)
    {
    }

    /// <summary>Prepares the connection over another carrier of HTTP than the network.</summary>
    internal VSphereHypervisor(
        ProviderId id, VSphereSettings settings, TimeProvider time, Random jitter, HttpMessageHandler? handler)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Id = id;
        _settings = settings;
        _time = time;
        var identity = settings.Account.CertificateFile.Length > 0 ? new ClientCertificate(settings.Account) : null;
        var transport = new VimTransport(
            new Uri(settings.Url), handler, new ServerTrust(settings.Thumbprint), settings.Deadline,
                settings.Concurrency, time, identity);
        _vcenter = new VCenter(new VimSession(transport, settings.Account, time, identity), time, jitter);
        _attributes = new CustomAttributes(_vcenter.Session);
        _words = new VCenterInventory(id, settings, _attributes);
        _performance = new PerformanceReader(settings, _vcenter.Session, time);
        _happenings = new EventReader(_vcenter.Session, time);
    }

    /// <inheritdoc/>
    public ProviderId Id { get; }

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities => new(
        _settings.Acts ? _account?.Privileges.Granted ?? ActionKinds.None : ActionKinds.None,
        PerformanceReader.Interval, PerformanceReader.Retention);

    /// <summary>What the account may do; null before the first reading.</summary>
    public Privileges? Privileges => _account?.Privileges;

    /// <summary>The server's product and version; empty before the first reading.</summary>
    public string About => _account?.Session.About ?? "";

    /// <summary>How far the server's clock is ahead of ours; times are given by ours.</summary>
    public TimeSpan ClockSkew => _account?.Session.Skew ?? TimeSpan.Zero;

    /// <summary>When everything that the server knew was last known; null before the first reading.</summary>
    public DateTimeOffset? UpToDateAt => _vcenter.UpToDateAt;

    /// <summary>How often the picture of the server was read from nothing; more than once after losses.</summary>
    public int Rebuilds => _vcenter.Rebuilds;

    /// <inheritdoc/>
    public ProviderDescription Describe() => new(About, ClockSkew, Privileges?.Describe(_attributes.IsAvailable) ?? []);

    /// <inheritdoc/>
    public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken) => TranslateAsync(async () =>
    {
        await CatchUpAsync(cancellationToken);

        return Show();
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(DateTimeOffset after,
        CancellationToken cancellationToken) =>
        TranslateAsync<IReadOnlyList<Measurement>>(async () =>
        {
            await CatchUpAsync(cancellationToken);
            var counters = await _performance.DiscoverAsync(cancellationToken);
            var ofMachines = PerformanceReader.Choose(counters, CounterMap.OfMachines);
            var ofHosts = PerformanceReader.Choose(counters, CounterMap.OfHosts);
            var targets = _vcenter.Inventory.Read((picture, _) => Targets(picture, ofMachines, ofHosts));

            return await _performance.ReadAsync(targets, after, cancellationToken);
        });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // What the server does it does without us: tasks are found again by their tokens.
        await _vcenter.DisposeAsync();
        _performance.Dispose();
        _happenings.Dispose();
        _claiming.Dispose();
    }

    /// <summary>The counters of the server.</summary>
    internal Task<IReadOnlyDictionary<string,
        PerfCounter>> DiscoverCountersAsync(CancellationToken cancellationToken) =>
        _performance.DiscoverAsync(cancellationToken);

    /// <summary>Sends a call of the API as it is.</summary>
    internal Task SendAsync(VimCall call, CancellationToken cancellationToken) => AskAsync(call, cancellationToken);

    /// <summary>Sends a call of the API as it is and reads its answer.</summary>
    internal Task<System.Xml.Linq.XElement?> AskAsync(VimCall call, CancellationToken cancellationToken) =>
        _vcenter.Session.CallAsync(call, cancellationToken);

    /// <summary>The marks that are kept at the server.</summary>
    internal CustomAttributes Attributes => _attributes;

    /// <summary>The pool that is the whole of the managed cluster.</summary>
    internal ManagedObject ManagedRootPool =>
        _vcenter.Inventory.Read((picture, _) => _words.FindCluster(picture).RootPool!.Value);

    /// <summary>The cluster that is managed, at the server.</summary>
    internal ManagedObject ManagedCluster => _vcenter.Inventory.Read((picture, _) => _words.FindCluster(picture).Reference);

    /// <summary>A machine of the inventory, at the server.</summary>
    internal ManagedObject ReferenceOf(VirtualMachineId machine) => _vcenter.Inventory.Read((picture, _) =>
        picture.Machines.Values.First(one => _words.IdOf(one) == machine).Reference);

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await _vcenter.CatchUpAsync(cancellationToken);
        var session = await _vcenter.Session.OpenAsync(cancellationToken);
        if (_account?.Session != session)
        {
            var at = _vcenter.Inventory.Read((picture, _) =>
            {
                var cluster = _words.FindCluster(picture);

                return picture.DatacenterOf(cluster.Reference) ?? cluster.Reference;
            });
            await _attributes.ReadAsync(cancellationToken);
            _account = new Account(session,
                await Vireo.Adapters.VSphere.Privileges.ReadAsync(_vcenter.Session, at, cancellationToken));
        }
        else if (_vcenter.Inventory.Read((picture, _) => picture.Pools.Values.Any(pool => !_attributes.Knows(pool.Custom))))
        {
            // Somebody has made an attribute since.
            await _attributes.ReadAsync(cancellationToken);
            Distrust();
        }
    }

    // What was shown is shown anew, though nothing at the server has changed.
    private void Distrust()
    {
        lock (_shown)
        {
            _last = _last is { } last ? last with { Version = -1 } : null;
        }
    }

    private ProviderInventory Show()
    {
        var now = _time.GetUtcNow();
        lock (_shown)
        {
            return _vcenter.Inventory.Read((picture, version) =>
            {
                if (_last is { } last && last.Version == version)
                {
                    return last.Inventory with { At = now };
                }

                var inventory = _words.Assemble(picture, _wishes, now);
                if (_last is { } before)
                {
                    Remember(InventoryChanges.Between(before.Inventory, inventory, Id));
                }

                _last = (version, inventory);

                return inventory;
            });
        }
    }

    // Of the managed cluster only, and only what is measured: what runs, on hosts that answer.
    private List<PerfTarget> Targets(
        VCenterPicture picture, ImmutableArray<(PerfCounter Counter, Metric Metric)> ofMachines,
        ImmutableArray<(PerfCounter Counter, Metric Metric)> ofHosts)
    {
        var own = _words.FindCluster(picture).Reference;
        var hosts = picture.Hosts.Values.Where(host => host.Parent == own && host.IsConnected)
            .ToDictionary(host => host.Reference);

        return
        [
            .. hosts.Values.Select(host => new PerfTarget(host.Reference, EntityId.Of(VCenterInventory.IdOf(host)), 1,
                ofHosts)),
            .. picture.Machines.Values
                .Where(machine => machine is { IsOn: true, IsTemplate: false, Host: { } on } && hosts.ContainsKey(on))
                .Select(machine => new PerfTarget(machine.Reference, EntityId.Of(_words.IdOf(machine)), machine.Cores,
                    ofMachines)),
        ];
    }

    private static async Task<T> TranslateAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (VimException failure)
        {
            throw failure.Translate();
        }
    }

    private sealed record Account(ServiceContent Session, Privileges Privileges);
}
