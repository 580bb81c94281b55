using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>A simulated fleet that is one more hypervisor: it is read and acted on like a real one.</summary>
/// <remarks>It has no timers: each call first works off what has happened by the clock it was given, so it runs in
/// virtual and in real time alike. Calls are serialised and answer at once.</remarks>
public sealed partial class SimulatedHypervisor : IHypervisor, IHypervisorActuator, ILogSource
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly SimulatedFleet _fleet;
    private ProviderInventory? _inventory;
    private long _inventoryVersion = -1;

    /// <summary>Sets a fleet up.</summary>
    /// <param name="scenario">What stands there and what it does.</param>
    /// <param name="time">The clock; the scenario begins at its <see cref="Scenario.Start"/>.</param>
    public SimulatedHypervisor(Scenario scenario, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(time);
        Scenario = scenario;
        _time = time;
        _fleet = new SimulatedFleet(scenario);
        Capabilities = new ProviderCapabilities(
            ActionKinds.All & ~ActionKinds.Fence, scenario.SampleInterval, scenario.HistoryRetention);
    }

    internal SimulatedFleet Fleet => _fleet;

    /// <summary>What is simulated.</summary>
    public Scenario Scenario { get; }

    /// <inheritdoc/>
    public ProviderId Id => Scenario.Provider;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; }

    /// <summary>The figures by which policies are compared, up to now.</summary>
    public FleetMetrics ReadMetrics()
    {
        lock (_gate)
        {
            CatchUp();

            return _fleet.ReadMetrics();
        }
    }

    /// <summary>Lets something go wrong now.</summary>
    /// <param name="kind">What.</param>
    /// <param name="target">The host, virtual machine or fault domain it strikes; unknown ones are passed over.</param>
    /// <param name="duration">For how long, where that means something.</param>
    public void Inject(FaultKind kind, string target, TimeSpan duration)
    {
        lock (_gate)
        {
            CatchUp();
            _fleet.Inject(new ScheduledFault(TimeSpan.Zero, kind, target, duration));
        }
    }

    /// <inheritdoc/>
    public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            CatchUp();
            if (_inventory is null || _inventoryVersion != _fleet.InventoryVersion)
            {
                _inventoryVersion = _fleet.InventoryVersion;
                _inventory = new ProviderInventory(_time.GetUtcNow(), ShowHosts(), ShowMachines())
                {
                    Pools = _fleet.Pools.Show(),
                    Images = [.. Scenario.Templates.Select(template => template.Id.Value)],
                };
            }

            return Task.FromResult(_inventory with { At = _time.GetUtcNow() });
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        DateTimeOffset after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            CatchUp();

            return Task.FromResult<IReadOnlyList<Measurement>>(_fleet.Sampler.ReadAfter(after));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            CatchUp();

            return Task.FromResult<IReadOnlyList<FleetEvent>>([.. _fleet.Events.Where(happened => happened.At > after)]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogLine>> ReadLogLinesAsync(DateTimeOffset after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            CatchUp();

            return Task.FromResult<IReadOnlyList<LogLine>>(_fleet.Logs.ReadAfter(after));
        }
    }

    private void CatchUp() => _fleet.AdvanceTo((_time.GetUtcNow() - Scenario.Start).TotalSeconds);

    private ImmutableArray<Host> ShowHosts() => [.. _fleet.Hosts.Select(host => host.View)];

    private ImmutableArray<VirtualMachine> ShowMachines() =>
        [.. _fleet.Machines.Where(machine => !machine.IsGone).Select(machine => machine.View)];
}
