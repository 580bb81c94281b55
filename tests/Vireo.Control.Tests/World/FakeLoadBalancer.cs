using Vireo.Fleet;

namespace Vireo.Control.Tests;

/// <summary>A load balancer in memory that remembers what it was told, and drains in a minute.</summary>
internal sealed class FakeLoadBalancer(VirtualTime time, ProviderId id) : IHypervisor, IHypervisorActuator
{
    private static readonly TimeSpan Drain = TimeSpan.FromMinutes(1);

    private readonly SortedDictionary<VirtualMachineId, Backend> _backends = [];
    private readonly Dictionary<ActionId, (VirtualMachineId Machine, DateTimeOffset Until)> _draining = [];
    private readonly HashSet<ActionId> _begun = [];

    public ProviderId Id { get; } = id;

    public ProviderCapabilities Capabilities { get; } = new(ActionKinds.Backends, TimeSpan.FromMinutes(1), TimeSpan.Zero);

    /// <summary>Why it does not answer; empty when it does.</summary>
    public string Silence { get; set; } = "";

    /// <summary>Whether it accepts what it is told and does nothing.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>What it was told, in words.</summary>
    public List<string> Told { get; } = [];

    public IReadOnlyCollection<Backend> Backends => _backends.Values;

    public void Set(VirtualMachineId machine, BackendState? state)
    {
        if (state is { } known)
        {
            _backends[machine] = new Backend(machine, known, Connections: null);
        }
        else
        {
            _backends.Remove(machine);
        }
    }

    public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken)
    {
        Answer();

        return Task.FromResult(new ProviderInventory(time.Now, [], []) { Backends = [.. _backends.Values] });
    }

    public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Measurement>>([]);

    public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FleetEvent>>([]);

    public Task StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        Answer();
        if (IsDeaf || !_begun.Add(request.Id))
        {
            return Task.CompletedTask;
        }

        switch (request.Action)
        {
            case JoinBackendPool join:
                Told.Add($"join {join.VirtualMachine}");
                Set(join.VirtualMachine, BackendState.Serving);
                break;
            case LeaveBackendPool { AtOnce: true } leave:
                Told.Add($"remove {leave.VirtualMachine}");
                Set(leave.VirtualMachine, null);
                break;
            case LeaveBackendPool leave:
                Told.Add($"drain {leave.VirtualMachine}");
                Set(leave.VirtualMachine, BackendState.Draining);
                _draining[request.Id] = (leave.VirtualMachine, time.Now + Drain);
                break;
        }

        return Task.CompletedTask;
    }

    public Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken)
    {
        Answer();
        if (_draining.TryGetValue(id, out var draining))
        {
            if (time.Now < draining.Until)
            {
                return Task.FromResult(new ActionStatus(ActionPhase.Running, 0.5, ""));
            }

            Set(draining.Machine, null);
        }

        return Task.FromResult(
            IsDeaf || _begun.Contains(id) ? new ActionStatus(ActionPhase.Succeeded, 1, "done") : new ActionStatus(ActionPhase.Unknown, 0, ""));
    }

    /// <summary>Forgets what it was asked, as one that is started anew does; its list stays.</summary>
    public void Restart()
    {
        _begun.Clear();
        _draining.Clear();
    }

    public Task AbortAsync(ActionId id, CancellationToken cancellationToken) => Task.CompletedTask;

    private void Answer()
    {
        if (Silence.Length > 0)
        {
            throw new ProviderException(Silence, isTransient: true);
        }
    }
}
