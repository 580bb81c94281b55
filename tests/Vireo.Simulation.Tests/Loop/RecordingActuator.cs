using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>Writes down what is asked of a fleet, and how the fleet looked at that moment.</summary>
internal sealed class RecordingActuator(SimulatedHypervisor fleet, IHypervisorActuator inner, TimeProvider time)
    : IHypervisorActuator
{
    private readonly HashSet<ActionId> _seen = [];

    public List<StartedAction> Started { get; } = [];

    /// <summary>Told each action once the fleet has accepted it.</summary>
    public event Action<ActionRequest>? Accepted;

    public async Task StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        if (_seen.Add(request.Id))
        {
            var truth = await fleet.ReadInventoryAsync(cancellationToken);
            Started.Add(new StartedAction(time.GetUtcNow(), request.Action, truth, Moving()));
        }

        await inner.StartAsync(request, cancellationToken);
        Accepted?.Invoke(request);
    }

    public Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken) =>
        inner.QueryAsync(id, cancellationToken);

    public Task AbortAsync(ActionId id, CancellationToken cancellationToken) => inner.AbortAsync(id, cancellationToken);

    private (HostId From, HostId To)[] Moving() =>
    [
        .. fleet.Fleet.Machines
            .Where(machine => machine.IsMoving)
            .Select(machine => (fleet.Fleet.Hosts[machine.Host].View.Id, fleet.Fleet.Hosts[machine.MovingTo].View.Id)),
    ];
}
