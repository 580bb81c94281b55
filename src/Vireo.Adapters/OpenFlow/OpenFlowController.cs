using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Vireo.Adapters.OpenFlow.Discovery;
using Vireo.Adapters.OpenFlow.Messages;
using Vireo.Fleet;

namespace Vireo.Adapters.OpenFlow;

/// <summary>A controller of switches that speak OpenFlow 1.3: they connect to it, it keeps their flows as declared and
/// finds the wires between them.</summary>
public sealed class OpenFlowController : IAsyncDisposable
{
    private const int KeyBytes = 32;

    // A wire is believed in for three rounds.
    private const int RoundsBelieved = 3;

    private readonly OpenFlowSettings _settings;
    private readonly TimeProvider _time;
    private readonly Action<string> _tell;
    private readonly OpenFlowLimits _limits;
    private readonly OpenFlowListener _listener;
    private readonly ConcurrentDictionary<ulong, SwitchKeeper> _keepers = new();
    private readonly ConcurrentDictionary<ulong, SwitchProgram> _programs;
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly DiscoveryFrame _frames;
    private readonly TimeSpan _believed;
    private readonly LinkBook _links;
    private readonly Task _accepting;
    private readonly Task _discovering;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;
    private bool _isDisposed;

    /// <summary>Begins to listen.</summary>
    /// <param name="settings">Where, and what is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Gets a line for whatever happens, from several threads.</param>
    /// <exception cref="FormatException">The place to listen at is none.</exception>
    /// <exception cref="IOException">It is taken, or not ours to use.</exception>
    public OpenFlowController(OpenFlowSettings settings, TimeProvider time, Action<string> tell)
        : this(settings, time, tell, new OpenFlowLimits())
    {
    }

    internal OpenFlowController(OpenFlowSettings settings, TimeProvider time, Action<string> tell, OpenFlowLimits limits)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _time = time;
        _tell = tell;
        _limits = limits;
        _programs = new ConcurrentDictionary<ulong, SwitchProgram>(settings.Programs);
        _frames = new DiscoveryFrame(settings.DiscoveryKey is { } key ? [.. key] : RandomNumberGenerator.GetBytes(KeyBytes));
        _believed = RoundsBelieved * (settings.DiscoverEvery ?? TimeSpan.Zero);
        _links = new LinkBook(time, _believed);
        _listener = OpenFlowListener.Open(settings.Listen);
        _accepting = AcceptAsync();
        _discovering = settings.DiscoverEvery is { } every ? DiscoverAsync(every) : Task.CompletedTask;
    }

    /// <summary>The switches that are connected.</summary>
    public ImmutableArray<SwitchView> Switches =>
    [
        .. _keepers.Values.OrderBy(keeper => keeper.Session.Datapath).Select(keeper => new SwitchView(
            SwitchSession.Text(keeper.Session.Datapath), keeper.Session.Peer, keeper.Session.Description.Software, keeper.Session.Role,
            keeper.Session.Ports.Values.Count(port => port.IsReal), keeper.Session.Ports.Values.Count(port => port.IsReal && port.IsUp),
            keeper.Standing)),
    ];

    /// <summary>Reads the identifier of a switch: up to sixteen hexadecimal digits.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ulong ParseDatapath(string text) =>
        ulong.TryParse(text, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out ulong datapath)
            ? datapath : throw new FormatException($"'{text}' is no switch: expected its datapath id, up to sixteen hexadecimal digits.");

    /// <summary>Something else is declared of a switch; it is changed at once, or when it connects.</summary>
    /// <param name="datapath">Its identifier.</param>
    /// <param name="program">What is declared.</param>
    public void Declare(ulong datapath, SwitchProgram program)
    {
        _programs[datapath] = program;
        if (_keepers.TryGetValue(datapath, out var keeper))
        {
            keeper.Declare(program);
        }
    }

    /// <summary>Waits until switches are connected and compared with what is declared; how they stand, <see cref="Switches"/>
    /// says.</summary>
    public Task SettleAsync(IReadOnlyCollection<ulong> datapaths, CancellationToken cancellationToken) => WhenAsync(
        () => datapaths.All(datapath => _keepers.TryGetValue(datapath, out var keeper) && keeper.Standing is not null), cancellationToken);

    /// <summary>Switches, their ports that wires can be at, and wires as they were last seen.</summary>
    public NetworkTopology Topology()
    {
        var elements = new List<TopologyElement>();
        foreach (var session in _keepers.Values.Select(keeper => keeper.Session))
        {
            string name = SwitchSession.Text(session.Datapath);
            elements.Add(new TopologyElement($"switch/{name}", TopologyKind.Switch, name, null));
            elements.AddRange(session.Ports.Values.Where(port => port.IsReal).Select(port =>
                new TopologyElement($"port/{name}/{port.Name}", TopologyKind.Port, port.Name, $"switch/{name}", port.IsUp)));
        }

        var now = _time.GetUtcNow();
        var within = elements.Where(element => element.Within is not null)
            .Select(port => new TopologyLink(port.Within!, port.Id, "bridge", now));

        return NetworkTopology.Join(new NetworkTopology(
            [.. elements], [.. within, .. _links.Links().Select(link => new TopologyLink(Name(link.From), Name(link.To), "openflow", link.SeenAt))]));
    }

    /// <summary>Waits until something is so.</summary>
    internal async Task WhenAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (isSo())
            {
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A switch that is connected; null when it is not.</summary>
    internal SwitchKeeper? Keeper(ulong datapath) => _keepers.GetValueOrDefault(datapath);

    /// <summary>How many wires are known, each direction for itself.</summary>
    internal int LinkCount => _links.Count;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await _discovering;
        await Task.WhenAll(_running.Keys);
        _stop.Dispose();
    }

    private string Name(PortPlace place)
    {
        var port = _keepers.TryGetValue(place.Datapath, out var keeper) ? keeper.Session.Ports.GetValueOrDefault(place.Port) : null;

        return $"port/{SwitchSession.Text(place.Datapath)}/{port?.Name ?? $"{place.Port}"}";
    }

    private async Task AcceptAsync()
    {
        while (await _listener.AcceptAsync(_stop.Token) is var (stream, peer))
        {
            if (Volatile.Read(ref _connections) >= _limits.MostSwitches)
            {
                _tell($"{peer} is turned away: {_limits.MostSwitches} switches are connected already.");
                await stream.DisposeAsync();
                continue;
            }

            Interlocked.Increment(ref _connections);
            var serving = ServeAsync(stream, peer);
            _running[serving] = true;
            _ = serving.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Stream stream, string peer)
    {
        await Task.Yield();
        try
        {
            await using var session = await SwitchSession.OpenAsync(stream, peer, _limits, _time, OnEvent, _stop.Token);
            if (session.Auxiliary != 0)
            {
                _tell($"{session.Peer}: auxiliary connections are not served.");
                return;
            }

            await ServeAsync(session);
        }
        catch (OpenFlowException failure)
        {
            _tell(failure.Message);
        }
        catch (OperationCanceledException)
        {
            // We are stopped.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task ServeAsync(SwitchSession session)
    {
        var keeper = new SwitchKeeper(session, _settings, _programs.GetValueOrDefault(session.Datapath), _time, _tell);
        keeper.OnStanding = isFirst =>
        {
            Changed();
            if (isFirst)
            {
                _ = SearchAsync(session, session.Ports.Values);
            }
        };

        // A switch that came anew may have lost its old connection without us knowing.
        _keepers.AddOrUpdate(session.Datapath, keeper, (_, old) =>
        {
            old.Session.Close($"{old.Session.Peer} has connected anew.");
            return keeper;
        });
        _tell($"{session.Peer} is connected: {session.Description.Software}, {session.Ports.Count} ports.");
        Changed();
        try
        {
            await keeper.RunAsync(_stop.Token);
            await session.Ended.WaitAsync(_stop.Token);
        }
        finally
        {
            _keepers.TryRemove(new KeyValuePair<ulong, SwitchKeeper>(session.Datapath, keeper));
            _links.Forget(place => place.Datapath == session.Datapath && !_keepers.ContainsKey(place.Datapath));

            // Also when we are stopped at that moment.
            if (session.Why is { } why)
            {
                _tell(why.Message);
            }

            Changed();
        }
    }

    private void OnEvent(SwitchSession session, OpenFlowMessage message)
    {
        switch (message)
        {
            case FlowRemoved removed:
                Keeper(session.Datapath)?.Removed(removed);
                break;
            case PortStatus status:
                OnPort(session, status);
                break;
            case PacketIn packet:
                OnPacket(session, packet);
                break;
            default:
                break;
        }
    }

    private void OnPort(SwitchSession session, PortStatus status)
    {
        if (status.IsGone || !status.Port.IsUp)
        {
            var place = new PortPlace(session.Datapath, status.Port.Number);
            _links.Forget(one => one == place);
        }
        else
        {
            _ = SearchAsync(session, [status.Port]);
        }

        Changed();
    }

    private void OnPacket(SwitchSession session, PacketIn packet)
    {
        if (packet.InPort is { } port && _settings.DiscoverEvery is not null &&
            _frames.Read(packet.Frame, _time.GetUtcNow(), _believed) is var (datapath, from) &&
            _links.Saw(new PortPlace(datapath, from), new PortPlace(session.Datapath, port)))
        {
            // The other direction need not wait for the next round.
            _ = SearchAsync(session, session.Ports.TryGetValue(port, out var here) ? [here] : []);
            Changed();
        }
    }

    private async Task DiscoverAsync(TimeSpan every)
    {
        using var timer = new PeriodicTimer(every, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                foreach (var keeper in _keepers.Values)
                {
                    await SearchAsync(keeper.Session, keeper.Session.Ports.Values);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // We are stopped.
        }
    }

    private async Task SearchAsync(SwitchSession session, IEnumerable<SwitchPort> ports)
    {
        if (_settings.DiscoverEvery is null || session.Role == ControllerRole.Slave)
        {
            return;
        }

        var now = _time.GetUtcNow();
        try
        {
            await session.SendPacketsAsync(
            [
                .. ports.Where(port => port.IsReal && port.IsUp)
                    .Select(port => new PacketChange(port.Number, _frames.Write(session.Datapath, port, now))),
            ]);
        }
        catch (OpenFlowLost)
        {
            // Whoever serves it sees that it is gone.
        }
    }

    private void Changed()
    {
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
