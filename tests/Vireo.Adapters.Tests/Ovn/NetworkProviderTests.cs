using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Adapters.Ovn;
using Vireo.Adapters.Tests.Ovsdb;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Telemetry.Storage;

namespace Vireo.Adapters.Tests.Ovn;

/// <summary>The whole loop with a real northbound database, in real time; ovn-nbctl is the referee.</summary>
public sealed class NetworkProviderTests
{
    private static readonly ProviderId Id = new("c-network");

    private static readonly Policy Policy = new()
    {
        DefaultMode = OperatingMode.Autopilot,
        Strategy = PlacementStrategy.None,
        Network = new NetworkIntent
        {
            Networks = [new VirtualNetwork { Name = "web", Subnet = "10.1.0.0/24", Names = ["web-*"] }],
            LoadBalancers = [new LoadBalancer { Name = "shop", Address = "10.9.9.9", Network = "web", Names = ["web-*"] }],
        },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ports_and_targets_follow_machines_and_drift_is_put_right_across_a_restart_of_the_manager()
    {
        await using var server = await DatabaseServer.StartAsync();
        using var state = StateStore.OpenInMemory();
        var fleet = new StubFleet { Names = ["web-1", "web-2"] };
        await using (var first = Live(server, state, fleet))
        {
            await first.CycleAsync();
            Assert.Contains("web.web-2", await server.ClientAsync("lsp-list", "web"), StringComparison.Ordinal);
            Assert.Contains("10.1.0.2:80,10.1.0.3:80", await server.ClientAsync("lb-list"), StringComparison.Ordinal);

            fleet.Names = ["web-2", "web-3"];
            await first.CycleAsync();
            string ports = await server.ClientAsync("lsp-list", "web");
            Assert.DoesNotContain("web.web-1", ports, StringComparison.Ordinal);
            Assert.Contains("web.web-3", ports, StringComparison.Ordinal);
        }

        await server.ClientAsync("lsp-set-addresses", "web.web-2", "unknown");
        await using var second = Live(server, state, fleet);
        var plan = await second.CycleAsync();

        Assert.Contains("10.1.0.3", await server.ClientAsync("lsp-get-addresses", "web.web-2"), StringComparison.Ordinal);
        Assert.Equal(PlanStatus.Done, plan.Status);
        Assert.True(new ReceiptVerifier(state).Verify(plan.Receipt.Id).IsIdentical);
        Assert.Empty((await second.CycleAsync()).Plan.Actions);
    }

    [Fact]
    public async Task A_stage_that_was_started_twice_happens_once_and_one_of_an_older_leader_is_refused()
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var network = Network(server);
        var rows = Vireo.Scheduling.Network.NetworkPlanner.Plan(Policy.Network!, StubFleet.Machines(["web-1"]), OvnState.Empty);
        var request = new ActionRequest(new ActionId("a"), new ChangeNetwork(Id, rows.Stages[0], []), 5, BytesPerSecond.Zero);

        await network.StartAsync(request, Token);
        await network.StartAsync(request, Token);
        var older = await Assert.ThrowsAsync<ProviderException>(() => network.StartAsync(request with { Id = new("b"), FencingToken = 4 }, Token));

        Assert.False(older.IsTransient);
        Assert.Equal(ActionPhase.Succeeded, (await EndedAsync(network, request.Id)).Phase);
        Assert.Equal(ActionPhase.Unknown, (await network.QueryAsync(new("b"), Token)).Phase);
        Assert.Single((await server.ClientAsync("lsp-list", "web")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<ActionStatus> EndedAsync(OvnNetwork network, ActionId id)
    {
        while (true)
        {
            var status = await network.QueryAsync(id, Token);
            if (status.Phase != ActionPhase.Running)
            {
                return status;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    // Nobody confirms where no host is connected.
    private static OvnNetwork Network(DatabaseServer server) => new(
        Id, new OvnSettings($"unix:{server.Socket}") { ConfirmWithin = TimeSpan.Zero }, [], TimeProvider.System, new Random(1));

    private static LiveLoop Live(DatabaseServer server, StateStore state, StubFleet fleet) => new(Network(server), state, fleet);

    private sealed class LiveLoop : IAsyncDisposable
    {
        private readonly OvnNetwork _network;
        private readonly ClusterLoop _loop;

        public LiveLoop(OvnNetwork network, StateStore state, StubFleet fleet)
        {
            _network = network;
            _loop = new ClusterLoop(
                new ClusterLoopOptions { Cluster = StubFleet.Cluster, PublishInterval = TimeSpan.FromMilliseconds(20) }, Policy,
                [new ConnectedProvider(fleet, null), new ConnectedProvider(network, network)], new InMemoryTelemetryStore(), state,
                new FleetForecaster(new ForecastOptions()), TimeProvider.System, NullLogger<ClusterLoop>.Instance);
        }

        /// <summary>Decides and waits until what was approved has ended.</summary>
        public async Task<PlanRecord> CycleAsync()
        {
            var ended = new TaskCompletionSource<PlanRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
            long wanted = long.MaxValue;
            void Look(LoopState state)
            {
                if (state.Plans.FirstOrDefault(plan => plan.Receipt.Id >= Volatile.Read(ref wanted)) is { } plan &&
                    plan.Outcomes.All(outcome => outcome.EndedAt is not null))
                {
                    ended.TrySetResult(plan);
                }
            }

            _loop.Published += Look;
            Volatile.Write(ref wanted, (await _loop.RunCycleAsync(Token)).Id);
            Look(_loop.State);
            var found = await ended.Task.WaitAsync(TimeSpan.FromMinutes(2), Token);
            _loop.Published -= Look;

            return found;
        }

        public async ValueTask DisposeAsync()
        {
            await _loop.DisposeAsync();
            await _network.DisposeAsync();
        }
    }

    private sealed class StubFleet : IHypervisor
    {
        public static readonly ClusterId Cluster = new("c");

        public ImmutableArray<string> Names { get; set; } = [];

        public ProviderId Id { get; } = new("p");

        public ProviderCapabilities Capabilities { get; } = new(ActionKinds.None, TimeSpan.FromMinutes(1), TimeSpan.Zero);

        public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken) => Task.FromResult(new ProviderInventory(
            TimeProvider.System.GetUtcNow(),
            [
                new Host(
                    new("h"), "h", Id, Cluster, HostState.On, false, 8, new CpuMhz(10_000), new MemoryBytes(16L << 30),
                    new BytesPerSecond(1.25e9), new PowerCurve([100, 200]), "", "test"),
            ],
            Machines(Names))
        { Images = [] });

        public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Measurement>>([]);

        public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<FleetEvent>>([]);

        public static ImmutableArray<VirtualMachine> Machines(ImmutableArray<string> names) =>
        [
            .. names.Select(name => new VirtualMachine(
                new(name), name, new("p"), Cluster, new HostId("h"), PowerState.On, 1, new CpuMhz(1_000), new MemoryBytes(1L << 30),
                Mobility.Free, null, null)),
        ];
    }
}
