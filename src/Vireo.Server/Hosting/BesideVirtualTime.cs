using Vireo.Fleet;

namespace Vireo.Server.Hosting;

/// <summary>Something real that a simulated cluster speaks to: virtual time stands still until it has answered, so that an
/// answer of milliseconds does not take hours of it.</summary>
internal sealed class BesideVirtualTime(IHypervisor reader, IHypervisorActuator actuator) : IHypervisor, IHypervisorActuator
{
    // Whatever it is has deadlines of its own; this one is for what has none.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public ProviderId Id => reader.Id;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities => reader.Capabilities;

    /// <inheritdoc/>
    public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken) => StandStill(reader.ReadInventoryAsync);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        StandStill(token => reader.ReadMeasurementsAsync(after, token));

    /// <inheritdoc/>
    public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        StandStill(token => reader.ReadEventsAsync(after, token));

    /// <inheritdoc/>
    public Task StartAsync(ActionRequest request, CancellationToken cancellationToken) => StandStill(async token =>
    {
        await actuator.StartAsync(request, token);

        return true;
    });

    /// <inheritdoc/>
    public Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken) =>
        StandStill(token => actuator.QueryAsync(id, token));

    /// <inheritdoc/>
    public Task AbortAsync(ActionId id, CancellationToken cancellationToken) => StandStill(async token =>
    {
        await actuator.AbortAsync(id, token);

        return true;
    });

    // The thread of virtual time waits here on purpose: while it does, no virtual time passes.
    private static Task<T> StandStill<T>(Func<CancellationToken, Task<T>> ask)
    {
        using var late = new CancellationTokenSource(Longest, TimeProvider.System);
        try
        {
            return Task.FromResult(Task.Run(() => ask(late.Token), CancellationToken.None).GetAwaiter().GetResult());
        }
        catch (ProviderException failure)
        {
            return Task.FromException<T>(failure);
        }
        catch (OperationCanceledException slow)
        {
            return Task.FromException<T>(new ProviderException($"It did not answer within {Longest.TotalSeconds:0} s.", isTransient: true, slow));
        }
    }
}
