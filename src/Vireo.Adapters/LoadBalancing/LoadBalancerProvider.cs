using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Adapters.LoadBalancing;

/// <summary>A load balancer as a provider of its own: its inventory is what it sends requests to, and its actions are
/// joining and leaving. So it is asked, journalled, read back and found again like everything else.</summary>
/// <remarks>Draining goes on from question to question and needs no task of its own. What was begun before a restart is
/// not known here; what has become of it shows in the inventory.</remarks>
public sealed class LoadBalancerProvider : IConfiguredProvider, IAsyncDisposable
{
    private const int Remembered = 10_000;

    private readonly BackendPoolSettings _settings;
    private readonly IBackendEngine _engine;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<ActionId, Work> _works = [];
    private readonly Queue<ActionId> _order = new();
    private long _fence = long.MinValue;

    /// <summary>Prepares; nothing is asked before it is used.</summary>
    /// <param name="settings">Where the load balancer is.</param>
    /// <param name="time">The clock of the cluster.</param>
    /// <param name="jitter">Spreads attempts to connect.</param>
    public LoadBalancerProvider(BackendPoolSettings settings, TimeProvider time, Random jitter)
        : this(settings, Open(settings, jitter), time)
    {
    }

    /// <summary>Prepares with a way of speaking.</summary>
    internal LoadBalancerProvider(BackendPoolSettings settings, IBackendEngine engine, TimeProvider time)
    {
        Id = new ProviderId(settings.Name);
        (_settings, _engine, _time) = (settings, engine, time);
    }

    /// <inheritdoc/>
    public ProviderId Id { get; }

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new(ActionKinds.Backends, TimeSpan.FromMinutes(1), TimeSpan.Zero);

    /// <inheritdoc/>
    public async Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken)
    {
        var backends = await _engine.ListAsync(cancellationToken);

        return new ProviderInventory(_time.GetUtcNow(), [], [])
        {
            Backends = [.. backends.OrderBy(backend => backend.VirtualMachine).DistinctBy(backend => backend.VirtualMachine)],
        };
    }

    /// <inheritdoc/>
    public async Task StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (IsBegun(request))
        {
            return;
        }

        switch (request.Action)
        {
            case JoinBackendPool join:
                await _engine.ServeAsync(Member(join), cancellationToken);
                Remember(request.Id, new Work(join.VirtualMachine, _time.GetUtcNow(), _time.GetUtcNow())
                {
                    Status = Done($"'{join.VirtualMachine}' is sent requests."),
                });
                break;
            case LeaveBackendPool { AtOnce: true } leave:
                await _engine.RemoveAsync(leave.VirtualMachine, cancellationToken);
                Remember(request.Id, new Work(leave.VirtualMachine, _time.GetUtcNow(), _time.GetUtcNow())
                {
                    Status = Done($"'{leave.VirtualMachine}' is sent nothing more."),
                });
                break;
            case LeaveBackendPool leave:
                await _engine.DrainAsync(leave.VirtualMachine, cancellationToken);
                Remember(request.Id, new Work(leave.VirtualMachine, _time.GetUtcNow(), _time.GetUtcNow() + _settings.DrainFor));
                break;
            default:
                throw new ProviderException(
                    $"A load balancer carries out no '{request.Action.Kind}'; it lets machines join and leave.", isTransient: false);
        }
    }

    /// <inheritdoc/>
    public async Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken)
    {
        Work? work;
        lock (_gate)
        {
            work = _works.GetValueOrDefault(id);
        }

        if (work is { Status.Phase: ActionPhase.Running })
        {
            var status = await DrainOnAsync(work, cancellationToken);
            lock (_gate)
            {
                // It may have been aborted meanwhile.
                work.Status = work.Status.Phase == ActionPhase.Running ? status : work.Status;
            }
        }

        return work?.Status ?? new ActionStatus(ActionPhase.Unknown, 0, "");
    }

    /// <summary>Ends the wait: the machine stays where it is, without new requests; the next decision sees it so.</summary>
    public Task AbortAsync(ActionId id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_works.GetValueOrDefault(id) is { Status.Phase: ActionPhase.Running } work)
            {
                work.Status = new ActionStatus(ActionPhase.Failed, 1, $"Draining '{work.Machine}' was aborted.");
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private static IBackendEngine Open(BackendPoolSettings settings, Random jitter)
    {
        ArgumentNullException.ThrowIfNull(settings);

        return settings.Type switch
        {
            BackendPoolType.Haproxy => new HaproxyBackends(settings),
            BackendPoolType.Ovn => new OvnBackends(settings, TimeProvider.System, jitter),
            _ => new HttpBackends(settings, TimeProvider.System),
        };
    }

    private async Task<ActionStatus> DrainOnAsync(Work work, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var backend = (await _engine.ListAsync(cancellationToken)).FirstOrDefault(one => one.VirtualMachine == work.Machine);
        if (backend is { State: BackendState.Serving })
        {
            return new ActionStatus(ActionPhase.Failed, 1, $"Somebody else lets '{work.Machine}' serve again.");
        }

        if (backend?.Connections is not 0 && now < work.Until)
        {
            string what = backend?.Connections is { } open ? Connections(open) : "what it has begun";

            return new ActionStatus(
                ActionPhase.Running, 1 - ((work.Until - now) / (work.Until - work.Since)),
                $"Draining: {what} for {Seconds(work.Until - now)} at most.");
        }

        await _engine.RemoveAsync(work.Machine, cancellationToken);

        return Done(backend?.Connections is > 0 and { } left
            ? $"{Connections(left)} of '{work.Machine}' had not ended after {Seconds(now - work.Since)} and were cut."
            : $"'{work.Machine}' was drained in {Seconds(now - work.Since)}.");
    }

    private static string Connections(int count) => count == 1 ? "1 connection" : $"{count} connections";

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s");

    private BackendMember Member(JoinBackendPool join) => new(
        join.VirtualMachine, join.Name, join.Group,
        _settings.Address.Replace("{name}", join.Name, StringComparison.Ordinal)
            .Replace("{machine}", join.VirtualMachine.Value, StringComparison.Ordinal));

    private static ActionStatus Done(string detail) => new(ActionPhase.Succeeded, 1, detail);

    private bool IsBegun(ActionRequest request)
    {
        lock (_gate)
        {
            if (request.FencingToken < _fence)
            {
                throw new ProviderException(
                    $"Token {request.FencingToken} is older than {_fence}: another Vireo has taken over.", isTransient: false);
            }

            _fence = request.FencingToken;

            return _works.ContainsKey(request.Id);
        }
    }

    private void Remember(ActionId id, Work work)
    {
        lock (_gate)
        {
            if (_works.TryAdd(id, work))
            {
                _order.Enqueue(id);
            }

            if (_order.Count > Remembered)
            {
                _works.Remove(_order.Dequeue());
            }
        }
    }

    private sealed class Work(VirtualMachineId machine, DateTimeOffset since, DateTimeOffset until)
    {
        public VirtualMachineId Machine { get; } = machine;

        public DateTimeOffset Since { get; } = since;

        /// <summary>From then on it is taken out, whatever is open.</summary>
        public DateTimeOffset Until { get; } = until;

        public ActionStatus Status { get; set; } = new(ActionPhase.Running, 0, "Draining.");
    }
}
