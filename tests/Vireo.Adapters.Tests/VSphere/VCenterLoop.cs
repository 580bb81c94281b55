using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Adapters.VSphere;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Telemetry.Storage;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>The loop that the server runs, on a simulated vCenter, deciding as often as it is asked to.</summary>
internal sealed class VCenterLoop : IAsyncDisposable
{
    // That it ends so is what is tested; how long it takes is the machine's affair.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly StateStore _state = StateStore.OpenInMemory();
    private readonly InMemoryTelemetryStore _telemetry = new();

    public VCenterLoop(VSphereHypervisor provider, Policy policy) => Loop = new ClusterLoop(
        new ClusterLoopOptions
        {
            Cluster = new ClusterId("vc"),
            PollInterval = TimeSpan.FromMilliseconds(100),
            FreshWithin = TimeSpan.FromMilliseconds(1),
        },
        policy, [new ConnectedProvider(provider, provider)], _telemetry, _state, new FleetForecaster(new ForecastOptions()),
        TimeProvider.System, NullLogger<ClusterLoop>.Instance);

    /// <summary>The loop.</summary>
    public ClusterLoop Loop { get; }

    /// <summary>What it has done so far, oldest first, each as <c>kind: status</c>.</summary>
    public IEnumerable<string> Done => Loop.State.Plans.OrderBy(plan => plan.Receipt.Id)
        .SelectMany(plan => plan.Plan.Actions.Join(
            plan.Outcomes, action => action.Id, outcome => outcome.Id,
            (action, outcome) => $"{action.Action.GetType().Name}: {outcome.Status}"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Decides until something is so.</summary>
    public async Task<LoopState> UntilAsync(Func<LoopState, bool> isSo)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Token);
        late.CancelAfter(Patience);
        while (!isSo(Loop.State))
        {
            Assert.False(late.IsCancellationRequested, $"It has not come to that: {string.Join(", ", Done)}");
            await Loop.RunCycleAsync(Token);
        }

        return Loop.State;
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.DisposeAsync();
        await _telemetry.DisposeAsync();
        _state.Dispose();
    }
}
