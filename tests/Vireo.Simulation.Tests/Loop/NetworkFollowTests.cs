using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Telemetry.Storage;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>The declared network follows a simulated fleet through the whole loop.</summary>
public sealed class NetworkFollowTests
{
    private static readonly NetworkIntent Declared = new()
    {
        Networks = [new VirtualNetwork { Name = "web", Subnet = "10.1.0.0/24", Names = ["vm*"] }],
        Routers = [new VirtualRouter { Name = "edge", Networks = ["web"] }],
    };

    private static readonly Policy Autopilot = new()
    {
        DefaultMode = OperatingMode.Autopilot,
        Strategy = PlacementStrategy.None,
        Network = Declared,
    };

    [Fact]
    public void Machines_get_ports_and_lose_them_when_they_are_gone_and_every_decision_can_be_repeated() => Live(async world =>
    {
        await world.CycleAsync();
        Assert.Equal(["vm0", "vm1", "vm2", "vm3"], world.Attached());

        await world.TakeAwayAsync(2);
        await world.CycleAsync();
        Assert.Equal(["vm0", "vm1", "vm3"], world.Attached());

        var plan = world.Loop.State.Plans[0];
        Assert.Equal(PlanStatus.Done, plan.Status);
        Assert.All(plan.Outcomes, outcome => Assert.Equal(OutcomeStatus.Succeeded, outcome.Status));
        Assert.Contains("vm2 in web loses: its port 'web.vm2'", plan.Plan.Actions[^1].ExpectedEffect, StringComparison.Ordinal);
        for (long receipt = 1; receipt <= 2; receipt++)
        {
            var verification = new ReceiptVerifier(world.State).Verify(receipt);
            Assert.True(verification.IsIdentical, verification.Explanation);
        }

        await world.CycleAsync();
        Assert.Empty(world.Loop.State.Plans[0].Plan.Actions);
    });

    [Fact]
    public void What_somebody_changed_by_hand_is_put_right_in_the_next_decision() => Live(async world =>
    {
        await world.CycleAsync();
        var right = world.Network.State;
        world.Network.State = right with { Rows = [.. right.Rows.Where(row => row.Key != "port/web/vm1")] };

        await world.CycleAsync();

        Assert.Equal(
            CanonicalJson.Write(new NetworkSight(world.Network.Id, right, [])),
            CanonicalJson.Write(new NetworkSight(world.Network.Id, world.Network.State, [])));
    });

    [Fact]
    public void In_approve_mode_nothing_changes_before_a_person_says_so() => Live(
        async world =>
        {
            await world.CycleAsync();
            Assert.Empty(world.Attached());
            var waiting = Assert.Single(world.Loop.State.Plans, plan => plan.Status == PlanStatus.AwaitingApproval);

            await world.Loop.ApproveAsync(waiting.Receipt.Id, "kim", world.Token);
            await Task.Delay(TimeSpan.FromMinutes(2), world.Time, world.Token);

            Assert.Equal(4, world.Attached().Length);
        },
        Autopilot with { DefaultMode = OperatingMode.Approve });

    [Fact]
    public void A_policy_that_only_watches_changes_nothing_and_shows_what_it_would_do() => Live(
        async world =>
        {
            await world.CycleAsync();

            Assert.Empty(world.Attached());
            Assert.NotEmpty(world.Loop.State.Plans[0].Plan.Actions);
        },
        Autopilot with { DefaultMode = OperatingMode.Observe });

    private static void Live(Func<World, Task> story, Policy? policy = null)
    {
        var time = new VirtualTimeline(SmallFleet.Start);
        time.Run(
            async token =>
            {
                using var state = StateStore.OpenInMemory();
                await using var world = new World(time, state, policy ?? Autopilot, token);
                await story(world);
            },
            TestContext.Current.CancellationToken);
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly SimulatedHypervisor _fleet;
        private int _actions;

        public World(VirtualTimeline time, StateStore state, Policy policy, CancellationToken token)
        {
            (Time, State, Token) = (time, state, token);
            var scenario = SmallFleet.Scenario(hosts: 2, machines: 4, (_, _) => 0.2);
            _fleet = new SimulatedHypervisor(scenario, time);
            Network = new SimulatedNetwork(new ProviderId("network"), time);
            Loop = new ClusterLoop(
                new ClusterLoopOptions { Cluster = new ClusterId("c") }, policy,
                [new ConnectedProvider(_fleet, _fleet), new ConnectedProvider(Network, Network)], new InMemoryTelemetryStore(), state,
                new FleetForecaster(new ForecastOptions()), time, NullLogger<ClusterLoop>.Instance);
        }

        public VirtualTimeline Time { get; }

        public StateStore State { get; }

        public CancellationToken Token { get; }

        public SimulatedNetwork Network { get; }

        public ClusterLoop Loop { get; }

        public string[] Attached() =>
        [
            .. Network.State.Rows.Where(row => row.Key.StartsWith("port/web/", StringComparison.Ordinal))
                .Select(row => row.Key.Split('/')[2]),
        ];

        /// <summary>Decides and lets what was approved end.</summary>
        public async Task CycleAsync()
        {
            await Loop.RunCycleAsync(Token);
            await Task.Delay(TimeSpan.FromMinutes(5), Time, Token);
        }

        /// <summary>Stops and deletes a machine, as an administrator does.</summary>
        public async Task TakeAwayAsync(int machine)
        {
            foreach (FleetAction action in new FleetAction[]
            {
                new PowerOffVirtualMachine(SmallFleet.Vm(machine)), new DeleteVirtualMachine(SmallFleet.Vm(machine)),
            })
            {
                await _fleet.StartAsync(
                    new ActionRequest(new ActionId($"by-hand-{_actions++}"), action, long.MaxValue / 2, BytesPerSecond.Zero), Token);
                await Task.Delay(TimeSpan.FromMinutes(10), Time, Token);
            }
        }

        public async ValueTask DisposeAsync() => await Loop.DisposeAsync();
    }
}
