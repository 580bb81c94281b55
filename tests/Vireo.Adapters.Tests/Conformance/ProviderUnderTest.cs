using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Conformance;

/// <summary>A provider that is open.</summary>
/// <param name="Reader">Its reading side.</param>
/// <param name="Actuator">Its acting side.</param>
/// <param name="EndOf">Waits until an action has ended and asks what became of it.</param>
public sealed record ProviderUnderTest(
    IHypervisor Reader, IHypervisorActuator Actuator, Func<ActionId, Task<ActionStatus>> EndOf)
    : IAsyncDisposable
{
    /// <summary>What has to stay open as long; null for nothing.</summary>
    public IDisposable? Beside { get; init; }

    public async ValueTask DisposeAsync()
    {
        if (Reader is IAsyncDisposable open)
        {
            await open.DisposeAsync();
        }

        Beside?.Dispose();
    }
}
