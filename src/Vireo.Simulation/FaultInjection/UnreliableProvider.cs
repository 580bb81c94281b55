using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>A provider behind a bad line: calls and answers are lost, doubled, late, or never come.</summary>
/// <param name="reader">The provider's reading side.</param>
/// <param name="actuator">Its acting side.</param>
/// <param name="readFaults">What befalls reading.</param>
/// <param name="actFaults">What befalls acting.</param>
/// <param name="time">The clock of delays.</param>
/// <param name="seed">Which calls are hit.</param>
public sealed class UnreliableProvider(
    IHypervisor reader,
    IHypervisorActuator actuator,
    ReplyFaults readFaults,
    ReplyFaults actFaults,
    TimeProvider time,
    long seed) : IHypervisor, IHypervisorActuator
{
    private readonly SeededRandom _random = new(seed);

    /// <inheritdoc/>
    public ProviderId Id => reader.Id;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities => reader.Capabilities;

    /// <summary>Calls that something befell.</summary>
    public long FaultsInjected { get; private set; }

    /// <inheritdoc/>
    public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken) =>
        CallAsync(readFaults, () => reader.ReadInventoryAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        DateTimeOffset after, CancellationToken cancellationToken) =>
        CallAsync(readFaults, () => reader.ReadMeasurementsAsync(after, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        CallAsync(readFaults, () => reader.ReadEventsAsync(after, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(ActionRequest request, CancellationToken cancellationToken) =>
        CallAsync(actFaults, () => Done(actuator.StartAsync(request, cancellationToken)), cancellationToken);

    /// <inheritdoc/>
    public Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken) =>
        CallAsync(actFaults, () => actuator.QueryAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task AbortAsync(ActionId id, CancellationToken cancellationToken) =>
        CallAsync(actFaults, () => Done(actuator.AbortAsync(id, cancellationToken)), cancellationToken);

    private async Task<T> CallAsync<T>(ReplyFaults faults, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        if (Strikes(faults.Hang))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        if (Strikes(faults.LoseRequest))
        {
            throw new ProviderException("The connection broke before the call arrived.", isTransient: true);
        }

        if (Strikes(faults.Duplicate))
        {
            await call();
        }

        var answer = await call();
        if (Strikes(faults.Late))
        {
            await Task.Delay(faults.Delay, time, cancellationToken);
        }

        return Strikes(faults.LoseReply)
            ? throw new ProviderException("The connection broke before the answer came.", isTransient: true)
            : answer;
    }

    private static async Task<bool> Done(Task call)
    {
        await call;

        return true;
    }

    private bool Strikes(double chance)
    {
        bool isHit = chance > 0 && _random.NextDouble() < chance;
        FaultsInjected += isHit ? 1 : 0;

        return isHit;
    }
}
