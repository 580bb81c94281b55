using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Ovn;

/// <summary>A network in OVN as a provider of a cluster: it has no hosts and machines of its own, says what stands in the
/// northbound database, and carries out changes stage by stage.</summary>
public sealed class OvnNetwork : IConfiguredProvider, IAsyncDisposable
{
    // What has ended is read back from the database; only the newest are asked for by name.
    private const int MostRemembered = 256;

    private readonly OvnNorthbound _northbound;
    private readonly ImmutableArray<string> _management;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _life = new();
    private readonly ConcurrentDictionary<ActionId, Run> _runs = [];
    private readonly Lock _starting = new();
    private readonly Queue<ActionId> _order = new();
    private NetworkSight? _sight;
    private long _fence;

    /// <summary>Connects; the database is reached when it is first asked.</summary>
    /// <param name="id">The provider's name, unique among those of the cluster.</param>
    /// <param name="settings">Where the database is.</param>
    /// <param name="management">IPv4 addresses by which hosts and the database are reached.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">Spreads attempts to connect.</param>
    /// <exception cref="FormatException">An endpoint is none.</exception>
    public OvnNetwork(
        ProviderId id, OvnSettings settings, ImmutableArray<string> management, TimeProvider time, Random jitter)
    {
        Id = id;
        _management = management;
        _time = time;
        _northbound = new OvnNorthbound(settings, time, jitter);
    }

    /// <inheritdoc/>
    public ProviderId Id { get; }

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new(ActionKinds.Network, TimeSpan.FromMinutes(1), TimeSpan.Zero);

    /// <inheritdoc/>
    public async Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken)
    {
        var state = await _northbound.ReadAsync(cancellationToken);
        if (_sight is not { } sight || !ReferenceEquals(sight.State, state))
        {
            _sight = sight = new NetworkSight(Id, state, _management);
        }

        return new ProviderInventory(_time.GetUtcNow(), [], []) { Images = [], Network = sight };
    }

    /// <inheritdoc/>
    public Task StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Action is not ChangeNetwork change)
        {
            throw new ProviderException($"A network carries out no '{request.Action.GetType().Name}'.", isTransient: false);
        }

        lock (_starting)
        {
            if (request.FencingToken < _fence)
            {
                throw new ProviderException(
                    $"A newer Vireo acts on this network (token {_fence}, this request has {request.FencingToken}).", isTransient: false);
            }

            _fence = request.FencingToken;
            if (!_runs.ContainsKey(request.Id))
            {
                Forget();
                var stop = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
                _runs[request.Id] = new Run(Task.Run(() => CarryOutAsync(change.Stage, stop.Token), CancellationToken.None), stop);
                _order.Enqueue(request.Id);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken) =>
        !_runs.TryGetValue(id, out var run) ? new ActionStatus(ActionPhase.Unknown, 0, "")
        : !run.Work.IsCompleted ? new ActionStatus(ActionPhase.Running, 0.5, "Hosts carry it out.")
        : await run.Work is { } reason ? new ActionStatus(ActionPhase.Failed, 1, reason)
        : new ActionStatus(ActionPhase.Succeeded, 1, "");

    /// <inheritdoc/>
    public Task AbortAsync(ActionId id, CancellationToken cancellationToken) =>
        _runs.TryGetValue(id, out var run) ? run.Stop.CancelAsync() : Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        foreach (var run in _runs.Values)
        {
            await run.Work;
            run.Stop.Dispose();
        }

        await _northbound.DisposeAsync();
        _life.Dispose();
    }

    // Why it came to nothing; null when hosts have carried it out.
    private async Task<string?> CarryOutAsync(OvnStage stage, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await _northbound.ApplyAsync(stage, cancellationToken);

            return outcome.Reason.Length > 0 ? outcome.Reason : null;
        }
        catch (ProviderException failure)
        {
            return failure.Message;
        }
        catch (OperationCanceledException)
        {
            return "It was given up; what was written stays until the next plan.";
        }
    }

    private void Forget()
    {
        while (_order.Count >= MostRemembered && _runs.TryGetValue(_order.Peek(), out var oldest) && oldest.Work.IsCompleted)
        {
            _runs.TryRemove(_order.Dequeue(), out _);
            oldest.Stop.Dispose();
        }
    }

    private sealed record Run(Task<string?> Work, CancellationTokenSource Stop);
}
