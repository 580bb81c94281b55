using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Looks into the guests of one host, one after another and beside all else: what an agent says, and how much is
/// written to memory. A guest that does not answer costs two seconds of this way to the host, and nobody else's.</summary>
/// <param name="open">Opens a way to the host of its own.</param>
/// <param name="time">The clock.</param>
internal sealed class GuestWatch(Func<HostLane> open, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Between two looks at a guest whose agent answers.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks at one whose agent does not, and between two measurements of what is written.</summary>
    public static readonly TimeSpan RestFor = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, GuestLook> _looks = [];
    private HostLane? _lane;
    private Task _looking = Task.CompletedTask;
    private bool _measuresDirt = true;

    /// <summary>What is known of a guest; null when it was not looked at yet.</summary>
    public GuestLook? Find(string uuid)
    {
        lock (_gate)
        {
            return _looks.GetValueOrDefault(uuid);
        }
    }

    /// <summary>Takes up the machines that run; those that are due are looked at from now on, while the caller goes
    /// on.</summary>
    public void Follow(IEnumerable<DomainFacts> domains)
    {
        lock (_gate)
        {
            var running = domains.Where(domain => domain is { IsRunning: true, Description: not null })
                .Select(domain => (domain.Reading.Uuid, domain.Description!.AgentChannel)).ToList();
            var present = running.Select(one => one.Uuid).ToHashSet();
            foreach (string gone in _looks.Keys.Where(uuid => !present.Contains(uuid)).ToList())
            {
                _looks.Remove(gone);
            }

            var now = time.GetUtcNow();
            var due = running.Where(one => _looks.GetValueOrDefault(one.Uuid) is not { } look || look.Due <= now).ToList();
            if (_looking.IsCompleted && due.Count > 0 && !_stop.IsCancellationRequested)
            {
                // Off the caller's thread: who reads the host must not wait for the first of them.
                _looking = Task.Run(() => LookAsync(due, _stop.Token));
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        if (_lane is not null)
        {
            await _lane.DisposeAsync();
        }

        _stop.Dispose();
    }

    /// <summary>Why nobody is asked inside a guest with such a channel; null when somebody is.</summary>
    public static string? WhyNot(AgentChannel channel) => channel switch
    {
        AgentChannel.None => "The machine has no channel org.qemu.guest_agent.0; add one to its definition and restart it.",
        AgentChannel.Silent => "Nothing in the guest listens on its channel; install and start qemu-guest-agent in it.",
        _ => null,
    };

    private async Task LookAsync(List<(string Uuid, AgentChannel Channel)> due, CancellationToken stop)
    {
        _lane ??= open();
        try
        {
            foreach (var (uuid, channel) in due)
            {
                var before = Find(uuid);
                var look = await LookAsync(uuid, channel, before, stop);
                lock (_gate)
                {
                    _looks[uuid] = look;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host is not followed any more.
        }
        catch (ProviderException)
        {
            // The host does not answer, and shows it where it is read; its guests are looked at again when it does.
        }
    }

    private Task<GuestLook> LookAsync(
        string uuid, AgentChannel channel, GuestLook? before, CancellationToken stop) => _lane!.CallAsync(
        connection =>
        {
            using var domain = connection.Find(uuid);
            var now = time.GetUtcNow();
            var look = Ask(domain, channel, now);
            double? rate = before is { IsDirtyPending: true } ? DirtOf(domain, connection) : null;
            bool isPending = before is { IsDirtyPending: true } && rate is null && now < before.DirtyAsked + (2 * RestFor);
            bool isDue = !isPending && (before is null || before.DirtyAsked + RestFor <= now);

            return look with
            {
                DirtyRate = rate,
                IsDirtyPending = isPending || isDue,
                DirtyAsked = isDue ? MeasureDirt(domain, connection, now) : before!.DirtyAsked,
            };
        },
        stop);

    private static GuestLook Ask(LibvirtDomain? domain, AgentChannel channel, DateTimeOffset now)
    {
        if (WhyNot(channel) is { } missing)
        {
            return new GuestLook(now, new GuestAgent(missing)) { Due = now + LookEvery };
        }

        try
        {
            return domain?.AskAgent() is { } answer
                ? new GuestLook(now, answer.Show()) { FileSystemUsage = answer.FullestFileSystem(), Due = now + LookEvery }
                : new GuestLook(now, new GuestAgent("The machine has gone.")) { Due = now + LookEvery };
        }
        catch (Exception refused) when (refused is LibvirtException or EntryPointNotFoundException)
        {
            // Of the second kind is a client library of libvirt that is too old to ask.
            return new GuestLook(now, new GuestAgent(refused.Message)) { Due = now + RestFor };
        }
    }

    private double? DirtOf(LibvirtDomain? domain, LibvirtConnection connection)
    {
        try
        {
            return _measuresDirt ? domain?.ReadDirtyRate() : null;
        }
        catch (LibvirtException) when (connection.IsAlive)
        {
            return null;
        }
    }

    // Probed: libvirt before 7.2 and QEMU before 5.2 do not know it, nor do other drivers.
    private DateTimeOffset MeasureDirt(LibvirtDomain? domain, LibvirtConnection connection, DateTimeOffset now)
    {
        try
        {
            if (_measuresDirt)
            {
                domain?.MeasureDirtyRate();
            }

            return now;
        }
        catch (LibvirtException refused) when (connection.IsAlive)
        {
            _measuresDirt &= refused.IsTransient || refused.Code == LibvirtErrorCode.OperationInvalid;

            return now;
        }
        catch (EntryPointNotFoundException)
        {
            _measuresDirt = false;

            return now;
        }
    }
}
