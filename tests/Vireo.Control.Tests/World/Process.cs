using Vireo.Fleet;

namespace Vireo.Control.Tests;

/// <summary>A life of Vireo that can end between any two of its steps: afterwards nothing it writes or sends counts,
/// and nobody answers it.</summary>
internal sealed class Process(int diesAt)
{
    public int Steps { get; private set; }

    public bool IsDead { get; private set; }

    /// <summary>Counts a step; false when the process is dead.</summary>
    public bool Step()
    {
        if (++Steps == diesAt)
        {
            IsDead = true;
        }

        return !IsDead;
    }

    /// <summary>A change of the state file.</summary>
    public void Write()
    {
        if (!Step())
        {
            throw new InvalidOperationException("The process is dead.");
        }
    }

    /// <summary>The provider as this process reaches it.</summary>
    public ConnectedProvider Reach<T>(T provider)
        where T : IHypervisor, IHypervisorActuator =>
        new(new Reader(this, provider), new Actuator(this, provider));

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        if (!Step())
        {
            return await Never<T>();
        }

        var answer = await call();

        return Step() ? answer : await Never<T>();
    }

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    private sealed class Reader(Process process, IHypervisor hypervisor) : IHypervisor
    {
        public ProviderId Id => hypervisor.Id;

        public ProviderCapabilities Capabilities => hypervisor.Capabilities;

        public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken) =>
            process.IsDead ? Never<ProviderInventory>() : hypervisor.ReadInventoryAsync(cancellationToken);

        public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
            DateTimeOffset after, CancellationToken cancellationToken) =>
            hypervisor.ReadMeasurementsAsync(after, cancellationToken);

        public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
            hypervisor.ReadEventsAsync(after, cancellationToken);
    }

    private sealed class Actuator(Process process, IHypervisorActuator hypervisor) : IHypervisorActuator
    {
        public Task StartAsync(ActionRequest request, CancellationToken cancellationToken) => process.CallAsync(async () =>
        {
            await hypervisor.StartAsync(request, cancellationToken);
            return true;
        });

        public Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken) =>
            process.CallAsync(() => hypervisor.QueryAsync(id, cancellationToken));

        public Task AbortAsync(ActionId id, CancellationToken cancellationToken) => process.CallAsync(async () =>
        {
            await hypervisor.AbortAsync(id, cancellationToken);
            return true;
        });
    }
}
