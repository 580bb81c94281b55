using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Network;

namespace Vireo.Safety.Tests.Reviewing;

public sealed class NetworkReviewTests
{
    private static readonly ProviderId Provider = new("p-network");
    private static readonly VirtualNetwork Web = new() { Name = "web", Subnet = "10.1.0.0/24", Names = ["vm-*"] };
    private static readonly NetworkIntent Declared = new() { Networks = [Web], Routers = [new VirtualRouter { Name = "edge", Networks = ["web"] }] };
    private static readonly VirtualMachine[] Machines = [Cases.MachineOf("vm-1", "h-1"), Cases.MachineOf("vm-2", "h-1")];
    private static readonly OvnState There = Carry(OvnState.Empty, NetworkPlanner.Plan(Declared, Machines, OvnState.Empty).Stages);
    private static readonly NetworkIntent Moved = Declared with
    {
        Networks = [Web with { Subnet = "10.9.0.0/24" }, new VirtualNetwork { Name = "data", Subnet = "10.2.0.0/24" }],
    };

    private static readonly ReviewContext Context = Cases.Context with
    {
        Capabilities = Cases.Context.Capabilities.Add(Provider, ActionKinds.Network),
    };

    [Theory]
    [InlineData(OperatingMode.Observe)]
    [InlineData(OperatingMode.Recommend)]
    [InlineData(OperatingMode.Approve)]
    [InlineData(OperatingMode.Autopilot)]
    public void The_mode_of_the_network_decides_how_far_a_change_goes(OperatingMode mode)
    {
        var policy = Cases.Autopilot with { Network = Moved, Modes = [new ScopeMode(EntityId.OfNetwork(Provider), mode)] };

        var review = Review(policy, Fleet(There), Actions(Moved));

        int all = Actions(Moved).Length;
        Assert.True(all >= 2);
        Assert.Empty(review.Refused);
        Assert.Equal(mode == OperatingMode.Autopilot ? all : 0, review.Approved.Actions.Length);
        Assert.Equal(mode == OperatingMode.Approve ? all : 0, review.AwaitingApproval.Length);
        Assert.Equal(mode < OperatingMode.Approve ? all : 0, review.Recommended.Length);
    }

    [Fact]
    public void A_protected_network_loses_nothing_at_any_stage_whatever_the_plan_says()
    {
        var kept = Moved with { Networks = [Moved.Networks[0] with { IsProtected = true }] };

        var review = Review(Cases.Autopilot with { Network = kept }, Fleet(There), Actions(Moved));

        Assert.DoesNotContain(
            review.Approved.Actions, action => ((ChangeNetwork)action.Action).Stage.Kind != OvnStageKind.Make);
        Assert.Contains(review.Refused, refusal => refusal.Reason.StartsWith("Network 'web' is protected", StringComparison.Ordinal));
    }

    [Fact]
    public void What_somebody_else_changed_meanwhile_stops_the_change_and_all_that_follows_it()
    {
        var without = There with { Rows = [.. There.Rows.Where(row => row.Key != "dhcp/web")] };

        var review = Review(Cases.Autopilot with { Network = Moved }, Fleet(without), Actions(Moved));
        string? before = Preconditions.Check(Actions(Moved)[^1], Fleet(without), Cases.Autopilot with { Network = Moved });

        Assert.Contains(review.Refused, refusal => refusal.Reason == "'dhcp/web' is gone. Somebody else changed the network.");
        Assert.Equal("'dhcp/web' is gone. Somebody else changed the network.", before);
    }

    [Fact]
    public void No_change_takes_from_more_machines_than_an_hour_may_touch()
    {
        var policy = Cases.Autopilot with { Network = Moved, MaxActionsPerHour = 1 };

        var review = Review(policy, Fleet(There), Actions(Moved));

        Assert.Contains(review.Refused, refusal => refusal.Rule == "S35" && refusal.Reason.StartsWith("2 machines would lose", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_credentials_or_an_answer_nothing_is_changed()
    {
        var policy = Cases.Autopilot with { Network = Moved };

        var readOnly = Review(policy, Fleet(There), Actions(Moved), Cases.Context);
        var silent = Review(policy, Fleet(There) with { Network = null }, Actions(Moved));

        Assert.Empty(readOnly.Approved.Actions);
        Assert.Empty(silent.Approved.Actions);
        Assert.Contains(silent.Refused, refusal => refusal.Reason == "Provider 'p-network', which manages the network, does not answer.");
    }

    private static Review Review(Policy policy, FleetSnapshot fleet, ImmutableArray<PlannedAction> actions, ReviewContext? context = null) =>
        Cases.Review(policy, fleet, context ?? Context, actions: [.. actions]);

    private static FleetSnapshot Fleet(OvnState state) =>
        Cases.Fleet(others: [Machines[1]]) with { Network = new NetworkSight(Provider, state, []) };

    private static ImmutableArray<PlannedAction> Actions(NetworkIntent intent)
    {
        var stages = NetworkPlanner.Plan(intent, Machines, There).Stages;

        return
        [
            .. stages.Select((stage, i) => Cases.Planned(
                $"n-{i}", new ChangeNetwork(Provider, stage, []), i == 0 ? [] : [new($"n-{i - 1}")], "network")),
        ];
    }

    private static OvnState Carry(OvnState state, ImmutableArray<OvnStage> stages) =>
        stages.Aggregate(state, (there, stage) => stage.Of(there));
}
