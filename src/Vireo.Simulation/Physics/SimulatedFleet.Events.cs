using Vireo.Fleet;

namespace Vireo.Simulation;

internal sealed partial class SimulatedFleet
{
    private const int KeptEvents = 10_000;
    private readonly Queue<FleetEvent> _events = new();

    /// <summary>What happened, oldest first; bounded.</summary>
    public IReadOnlyCollection<FleetEvent> Events => _events;

    /// <summary>Grows whenever the inventory shows something new.</summary>
    public long InventoryVersion { get; private set; }

    private void Tell(FleetEventKind kind, EntityId entity, string message)
    {
        if (_events.Count == KeptEvents)
        {
            _events.Dequeue();
        }

        var at = Scenario.Start + TimeSpan.FromTicks((long)Math.Round(Now * TimeSpan.TicksPerSecond));
        _events.Enqueue(new FleetEvent(at, kind, entity, message, Scenario.Provider.Value));
    }

    private void Show(HostSlot host, Host view, FleetEventKind kind, string message)
    {
        host.View = view;
        InventoryVersion++;
        Tell(kind, EntityId.Of(view.Id), message);
    }

    private void Show(MachineSlot machine, VirtualMachine view, FleetEventKind kind, string message)
    {
        machine.View = view;
        InventoryVersion++;
        Tell(kind, EntityId.Of(view.Id), message);
    }
}
