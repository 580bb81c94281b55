using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety.Tests.Reviewing;

/// <summary>What answers incidents passes the same review: remedies make it more careful, and nothing is stopped that
/// would not be started again.</summary>
public class RemedyReviewTests
{
    private static readonly IncidentAnswer Answer = new("restart-hung", "i-1", EntityId.Of(new VirtualMachineId("vm-1")));
    private static readonly PlannedAction Stop =
        Cases.Planned("a-1", new PowerOffVirtualMachine(new("vm-1")), [], "remedy") with { Answers = Answer };

    private static readonly PlannedAction Start =
        Cases.Planned("a-2", new PowerOnVirtualMachine(new("vm-1"), new("h-1")), [new("a-1")], "remedy") with { Answers = Answer };

    [Theory]
    [InlineData(OperatingMode.Autopilot, OperatingMode.Autopilot, 2, 0)]
    [InlineData(OperatingMode.Autopilot, OperatingMode.Approve, 0, 2)]
    [InlineData(OperatingMode.Approve, OperatingMode.Autopilot, 0, 2)]
    [InlineData(OperatingMode.Observe, OperatingMode.Autopilot, 0, 0)]
    public void The_more_careful_of_scope_and_remedy_decides(OperatingMode scope, OperatingMode remedy, int approved, int awaiting)
    {
        var review = Cases.Review(Policy(remedy) with { DefaultMode = scope }, actions: [Stop, Start]);

        Assert.Equal((approved, awaiting), (review.Approved.Actions.Length, review.AwaitingApproval.Length));
        Assert.Empty(review.Refused);
    }

    [Fact]
    public void What_a_remedy_asked_that_is_configured_no_more_is_only_shown() =>
        Assert.Equal([Stop, Start], Cases.Review(Cases.Autopilot, actions: [Stop, Start]).Recommended);

    [Fact]
    public void A_machine_is_not_stopped_where_its_host_may_only_be_watched()
    {
        var policy = Policy(OperatingMode.Autopilot) with { Modes = [new(EntityId.Of(new HostId("h-1")), OperatingMode.Observe)] };

        var review = Cases.Review(policy, actions: [Stop, Start]);

        Assert.Empty(review.Approved.Actions);
        Assert.Equal(["a-1", "a-2"], review.Recommended.Select(action => action.Id.Value).Order());
    }

    [Fact]
    public void A_machine_is_not_stopped_where_its_start_waits_for_a_person()
    {
        var policy = Policy(OperatingMode.Autopilot) with { Modes = [new(EntityId.Of(new HostId("h-1")), OperatingMode.Approve)] };

        Assert.Equal(
            ["a-1", "a-2"], Cases.Review(policy, actions: [Stop, Start]).AwaitingApproval.Select(action => action.Id.Value).Order());
    }

    [Theory]
    [InlineData(ActionKinds.PowerOffVirtualMachine, 200)]
    [InlineData(ActionKinds.All, 1)]
    public void A_machine_is_not_stopped_where_its_start_is_refused(ActionKinds can, int mostActions)
    {
        var context = Cases.Context with { Capabilities = ImmutableDictionary<ProviderId, ActionKinds>.Empty.Add(Cases.Provider, can) };

        var review = Cases.Review(
            Policy(OperatingMode.Autopilot) with { MaxActionsPerHour = mostActions }, context: context, actions: [Stop, Start]);

        Assert.Empty(review.Approved.Actions);
        Assert.Contains(review.Refused, refusal => refusal.Rule == "S21");
    }

    [Fact]
    public void A_machine_that_runs_is_not_started_without_its_stop() =>
        Assert.Equal("S25", Assert.Single(Cases.Review(
            Policy(OperatingMode.Autopilot), actions: Start with { DependsOn = [] }).Refused).Rule);

    private static Policy Policy(OperatingMode mode) => Cases.Autopilot with
    {
        Remedies = [new Remedy("restart-hung", ["vm-hung"], RemedyKind.Restart) { Mode = mode }],
    };
}
