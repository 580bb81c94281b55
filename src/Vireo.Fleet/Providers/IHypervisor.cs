namespace Vireo.Fleet;

/// <summary>A hypervisor system as Vireo reads it. Acting is <see cref="IHypervisorActuator"/>, with its own
/// credentials (S32).</summary>
/// <remarks>Implementations translate every failure of the outside world to <see cref="ProviderException"/>, keep no
/// caller waiting beyond the token, and may be called concurrently.</remarks>
public interface IHypervisor
{
    /// <summary>Unique among the connected providers.</summary>
    ProviderId Id { get; }

    /// <summary>What it can do.</summary>
    ProviderCapabilities Capabilities { get; }

    /// <summary>Reads all hosts and virtual machines.</summary>
    /// <exception cref="ProviderException">The provider failed.</exception>
    Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken);

    /// <summary>Reads what was measured after an instant, as far back as the provider keeps history.</summary>
    /// <param name="after">Exclusive; by the provider's clock.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Measurements with the hypervisor's timestamps; may repeat earlier ones and come in any order.</returns>
    /// <exception cref="ProviderException">The provider failed.</exception>
    Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(DateTimeOffset after, CancellationToken cancellationToken);

    /// <summary>Reads the events after an instant.</summary>
    /// <exception cref="ProviderException">The provider failed.</exception>
    Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken);
}
