using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>A simulated network: rows that stand as they are written, at once and confirmed, so that declared networks can be
/// watched following a simulated fleet. Nothing is forwarded.</summary>
/// <param name="id">The provider's name, unique among those of the cluster.</param>
/// <param name="time">The clock.</param>
public sealed class SimulatedNetwork(ProviderId id, TimeProvider time) : IConfiguredProvider
{
    private readonly Dictionary<ActionId, string?> _done = [];
    private NetworkSight _sight = new(id, OvnState.Empty, []);

    /// <inheritdoc/>
    public ProviderId Id => id;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new(ActionKinds.Network, TimeSpan.FromMinutes(1), TimeSpan.Zero);

    /// <summary>What stands there; a test or a scenario may put something else there, as an administrator would.</summary>
    public OvnState State
    {
        get => _sight.State;
        set => _sight = _sight with { State = value };
    }

    /// <inheritdoc/>
    public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ProviderInventory(time.GetUtcNow(), [], []) { Images = [], Network = _sight });

    /// <inheritdoc/>
    public Task StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Action is not ChangeNetwork change)
        {
            throw new ProviderException($"A network carries out no '{request.Action.GetType().Name}'.", isTransient: false);
        }

        if (!_done.ContainsKey(request.Id))
        {
            string? refused = change.Stage.WhyNot(State);
            _done.Add(request.Id, refused);
            State = refused is null ? change.Stage.Of(State) : State;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken) => Task.FromResult(
        !_done.TryGetValue(id, out string? refused) ? new ActionStatus(ActionPhase.Unknown, 0, "")
        : new ActionStatus(refused is null ? ActionPhase.Succeeded : ActionPhase.Failed, 1, refused ?? ""));

    /// <inheritdoc/>
    public Task AbortAsync(ActionId id, CancellationToken cancellationToken) => Task.CompletedTask;
}
