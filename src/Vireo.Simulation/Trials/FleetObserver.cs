using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>Passes actions on to a simulated fleet and notes what is really there afterwards, whatever the loop
/// believes.</summary>
internal sealed class FleetObserver(SimulatedHypervisor fleet) : IHypervisorActuator
{
    private readonly HashSet<ActionId> _seen = [];
    private readonly Dictionary<VmGroupId, int> _most = [];

    /// <summary>What was asked for, each once, in order.</summary>
    public List<FleetAction> Started { get; } = [];

    /// <summary>Share of a host's memory that is promised to its machines, the most at any time.</summary>
    public double MostMemoryPromised { get; private set; }

    /// <summary>The most objects that a group had at any time, in any state.</summary>
    public int MostOf(VmGroupId group) => _most.GetValueOrDefault(group);

    public async Task StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        if (_seen.Add(request.Id))
        {
            Started.Add(request.Action);
        }

        await fleet.StartAsync(request, cancellationToken);
        Look();
    }

    public Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken) =>
        fleet.QueryAsync(id, cancellationToken);

    public Task AbortAsync(ActionId id, CancellationToken cancellationToken) => fleet.AbortAsync(id, cancellationToken);

    /// <summary>Takes the fleet in as it is now.</summary>
    public void Look()
    {
        var present = fleet.Fleet.Machines.Where(machine => !machine.IsGone).ToList();
        foreach (var group in present.Where(machine => machine.View.Group is not null).GroupBy(machine => machine.View.Group!.Value))
        {
            _most[group.Key] = Math.Max(MostOf(group.Key), group.Count());
        }

        foreach (var host in present.Where(machine => machine.Host >= 0).GroupBy(machine => machine.Host))
        {
            double promised = host.Sum(machine => (double)machine.View.Memory.Value);
            MostMemoryPromised = Math.Max(MostMemoryPromised, promised / fleet.Fleet.Hosts[host.Key].View.MemoryCapacity.Value);
        }
    }
}
