using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>An entity under a threshold.</summary>
/// <param name="Entity">Which.</param>
/// <param name="Name">For people.</param>
/// <param name="Capacity">What its values are divided by, in the metric's unit; 1 when they are taken as they
/// are.</param>
/// <param name="Population">What it is counted with; null when by nothing.</param>
internal readonly record struct Watched(EntityId Entity, string Name, double Capacity, EntityId? Population)
{
    /// <summary>All that a rule watches now; what is off, on a host that is down, or waits for its pool's limit is left
    /// out.</summary>
    public static IEnumerable<Watched> By(ThresholdRule rule, Look look) => rule.EntityKind switch
    {
        EntityKind.Host => look.Fleet.Hosts
            .Where(host => host.State == HostState.On && !look.DownHosts.Contains(host.Id))
            .Select(host => Of(rule, look, host)),
        EntityKind.VirtualMachine => look.Fleet.VirtualMachines
            .Where(machine => machine.State == PowerState.On && !look.IsOnDownHost(machine)
                && !look.HeldBack.Contains((machine.Id, rule.Metric)))
            .Select(machine => Of(rule, look, machine)),
        _ => [],
    };

    private static Watched Of(ThresholdRule rule, Look look, Host host) => new(
        EntityId.Of(host.Id),
        host.Name,
        rule.OfCapacity ? Detection.Capacity.Of(host, rule.Metric) : 1,
        rule.Population switch
        {
            PopulationScope.Cluster => EntityId.Of(look.Fleet.Cluster),
            PopulationScope.Rack when host.FaultDomain.Length > 0 => new EntityId(EntityKind.Rack, host.FaultDomain),
            _ => null,
        });

    private static Watched Of(ThresholdRule rule, Look look, VirtualMachine machine) => new(
        EntityId.Of(machine.Id),
        machine.Name,
        rule.OfCapacity ? Detection.Capacity.Of(machine, rule.Metric) : 1,
        rule.Population switch
        {
            PopulationScope.Cluster => EntityId.Of(look.Fleet.Cluster),
            PopulationScope.Rack => look.RackOf(machine),
            PopulationScope.Pool when machine.Pool is { } pool => EntityId.Of(pool),
            PopulationScope.Group when machine.Group is { } group => EntityId.Of(group),
            _ => null,
        });
}
