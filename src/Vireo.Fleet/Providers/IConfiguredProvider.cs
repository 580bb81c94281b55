namespace Vireo.Fleet;

/// <summary>A provider beside the hypervisors, such as a network or a load balancer: it has an inventory and carries out
/// actions, measures nothing and tells no events.</summary>
public interface IConfiguredProvider : IHypervisor, IHypervisorActuator
{
    /// <inheritdoc/>
    Task<IReadOnlyList<Measurement>> IHypervisor.ReadMeasurementsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Measurement>>([]);

    /// <inheritdoc/>
    Task<IReadOnlyList<FleetEvent>> IHypervisor.ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FleetEvent>>([]);
}
