using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>One host: its lane, what was last read of it, and what has happened on it.</summary>
internal sealed class LibvirtHost : IAsyncDisposable
{
    // A document changes by an event as a rule; without one it is read again after this long.
    private static readonly TimeSpan TrustDocument = TimeSpan.FromMinutes(1);
    private const int EventsToKeep = 4_096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CachedDocument> _documents = [];
    private readonly Queue<FleetEvent> _events = new();
    private readonly ProviderId _provider;
    private readonly string _storagePool;
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;
    private readonly Random _jitter;
    private long _changes;
    private (LibvirtConnection Connection, NodeHardware Hardware, HostCapabilities Capabilities)? _probed;

    /// <summary>Prepares a host; nothing is opened before it is read.</summary>
    public LibvirtHost(
        LibvirtHostSettings settings, LibvirtSettings all, ProviderId provider, TimeProvider time, Random jitter)
    {
        Settings = settings;
        _storagePool = all.StoragePool;
        Id = new HostId(settings.Name);
        _provider = provider;
        _time = time;
        _jitter = jitter;
        _deadline = all.Deadline;
        Life = new HostLife(Id, settings, all.Acts, time);
        Lane = new HostLane(settings.Name, () => Open(isReadOnly: !all.Acts), all.Deadline, time, new Random(jitter.Next()));
        Guests = all.Acts ? new GuestWatch(OpenLane, time) : null;
    }

    /// <summary>How it is reached.</summary>
    public LibvirtHostSettings Settings { get; }

    /// <summary>Its identifier in the fleet.</summary>
    public HostId Id { get; }

    /// <summary>The way to it.</summary>
    public HostLane Lane { get; }

    /// <summary>The newest reading; null when it never answered.</summary>
    public HostReading? Last { get; private set; }

    /// <summary>Why it did not answer last time; empty when it did.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Whether it lives.</summary>
    public HostLife Life { get; }

    /// <summary>What is found out of its guests; null where connections are read-only, over which libvirt asks no
    /// agent.</summary>
    public GuestWatch? Guests { get; }

    /// <summary>Which ways to it are silent; null when it answers.</summary>
    public HostSilence? Silence => Trouble.Length == 0 ? null : Life.Silence(Lane.Failures);

    /// <summary>A way of its own for a call that lasts; disposed by the caller.</summary>
    public HostLane OpenLane()
    {
        lock (_gate)
        {
            return new HostLane(
                Settings.Name, () => LibvirtConnection.Open(Settings.Uri, isReadOnly: false), _deadline, _time,
                new Random(_jitter.Next()));
        }
    }

    /// <summary>Reads everything, in one turn on the host's thread; what fails is kept in
    /// <see cref="Trouble"/>.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        string trouble = "";
        try
        {
            Last = await Lane.CallAsync(Read, cancellationToken);
            Life.Answered();
            Guests?.Follow(Last.Domains);
        }
        catch (ProviderException failure)
        {
            trouble = failure.Message;
            if (await Life.MissedAsync(cancellationToken))
            {
                Lane.CallSoon();
            }
        }

        if (trouble.Length > 0 != Trouble.Length > 0)
        {
            Keep(new FleetEvent(
                _time.GetUtcNow(), trouble.Length > 0 ? FleetEventKind.Failed : FleetEventKind.StateChanged, EntityId.Of(Id),
                trouble.Length > 0 ? trouble : $"Host '{Id}' answers again.", _provider.Value));
        }

        Trouble = trouble;
    }

    /// <summary>What happened after an instant, oldest first.</summary>
    public ImmutableArray<FleetEvent> EventsAfter(DateTimeOffset after)
    {
        lock (_gate)
        {
            return [.. _events.Where(happened => happened.At > after)];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Guests is not null)
        {
            await Guests.DisposeAsync();
        }

        await Lane.DisposeAsync();
    }

    private LibvirtConnection Open(bool isReadOnly)
    {
        var connection = LibvirtConnection.Open(Settings.Uri, isReadOnly);
        connection.Subscribe(Happened);
        lock (_gate)
        {
            // What happened while there was no connection is not known.
            _documents.Clear();
            _changes++;
        }

        return connection;
    }

    private HostReading Read(LibvirtConnection connection)
    {
        if (_probed is not { } probed || probed.Connection != connection)
        {
            probed = (connection, connection.ReadHardware(),
                HostCapabilities.Read(connection.DriverName, connection.CapabilitiesXml) with
                {
                    StorageFolder = StorageFolder(connection),
                    Version = (long)connection.LibraryVersion,
                });
            _probed = probed;
        }

        Life.ClearAway(connection);
        var at = _time.GetUtcNow();
        ImmutableArray<DomainFacts> domains =
            [.. connection.ReadDomains().Select(domain => Facts(connection, domain, at))];
        probed = probed with
        {
            Capabilities = probed.Capabilities with
            {
                Scheduler = probed.Capabilities.Scheduler ?? ProbeScheduler(connection, domains),
                KeepsSnapshots = probed.Capabilities.KeepsSnapshots ?? ProbeSnapshots(connection, domains),
            },
        };
        _probed = probed;
        Forget(domains.Select(domain => domain.Reading.Uuid).ToHashSet());

        return new HostReading(
            at, probed.Hardware, probed.Capabilities, BusySeconds(connection.ReadCpuTimes()), UsedBytes(connection.ReadMemory()),
            domains);
    }

    private string StorageFolder(LibvirtConnection connection)
    {
        using var pool = connection.FindPool(_storagePool);

        return pool?.Folder ?? "";
    }

    private static string? ProbeScheduler(LibvirtConnection connection, ImmutableArray<DomainFacts> domains)
    {
        if (domains.FirstOrDefault(domain => domain.IsActive) is not { } running)
        {
            return null;
        }

        using var domain = connection.Find(running.Reading.Uuid);

        return domain?.SchedulerType;
    }

    private static bool? ProbeSnapshots(LibvirtConnection connection, ImmutableArray<DomainFacts> domains)
    {
        if (domains.IsEmpty)
        {
            return null;
        }

        using var domain = connection.Find(domains[0].Reading.Uuid);

        return domain?.KeepsSnapshots;
    }

    private DomainFacts Facts(LibvirtConnection connection, DomainReading domain, DateTimeOffset at) =>
        new(MachineIdentity.Of(_provider, domain.Uuid, domain.Name), domain, Describe(connection, domain, at));

    private static double? BusySeconds(Dictionary<string, double> nanoseconds) =>
        nanoseconds.TryGetValue("kernel", out double kernel) && nanoseconds.TryGetValue("user", out double user)
            ? (kernel + user) / 1e9
            : null;

    private static double? UsedBytes(Dictionary<string, double> kibibytes) =>
        kibibytes.TryGetValue("total", out double total) && kibibytes.TryGetValue("free", out double free)
            ? (total - free - kibibytes.GetValueOrDefault("buffers") - kibibytes.GetValueOrDefault("cached")) * 1024
            : null;

    private DomainDescription? Describe(LibvirtConnection connection, DomainReading domain, DateTimeOffset at)
    {
        long changes;
        lock (_gate)
        {
            changes = _changes;
            if (_documents.TryGetValue(domain.Uuid, out var known) && known.State == domain.State
                && at - known.At < TrustDocument)
            {
                return known.Description;
            }
        }

        DomainDescription? description;
        try
        {
            using var found = connection.Find(domain.Uuid);
            description = found is null ? null : DomainXml.Read(found.ReadXml());
            if (found is not null && description is not null)
            {
                description = description with { Snapshots = found.ReadSnapshots() };
            }

            if (found is not null && description is not null && Life.CanBeFenced)
            {
                description = description with { Definition = found.ReadDefinition() };
            }
        }
        catch (LibvirtException) when (connection.IsAlive)
        {
            // One domain that cannot be read does not hide the others.
            description = null;
        }

        lock (_gate)
        {
            // What changed while it was read may not be in it: then it is read once more next time.
            if (changes == _changes)
            {
                _documents[domain.Uuid] = new CachedDocument(at, domain.State, description);
            }
        }

        return description;
    }

    /// <summary>Lets a document be read anew, because it was changed.</summary>
    public void Distrust(string uuid)
    {
        lock (_gate)
        {
            _documents.Remove(uuid);
            _changes++;
        }
    }

    private void Forget(HashSet<string> present)
    {
        lock (_gate)
        {
            foreach (string gone in _documents.Keys.Where(uuid => !present.Contains(uuid)).ToList())
            {
                _documents.Remove(gone);
            }
        }
    }

    // On libvirt's event thread: nothing here waits.
    private void Happened(DomainChange change)
    {
        var happened = new FleetEvent(
            _time.GetUtcNow(), change.IsFailure ? FleetEventKind.Failed : FleetEventKind.StateChanged,
            EntityId.Of(MachineIdentity.Of(_provider, change.Uuid, change.Name)),
            $"Machine '{change.Name}' on '{Id}' {change.Words}.", _provider.Value);
        Distrust(change.Uuid);
        Keep(happened);
    }

    private void Keep(FleetEvent happened)
    {
        lock (_gate)
        {
            _events.Enqueue(happened);
            if (_events.Count > EventsToKeep)
            {
                _events.Dequeue();
            }
        }
    }

    private sealed record CachedDocument(DateTimeOffset At, DomainState State, DomainDescription? Description);
}
