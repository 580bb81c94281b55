using Vireo.Fleet;

namespace Vireo.Safety.Tests.Reviewing;

public class ReviewTests
{
    [Fact]
    public void Autopilot_lets_a_harmless_plan_through() =>
        Assert.Equal([Cases.Move, Cases.Off], Cases.Review(actions: [Cases.Move, Cases.Off]).Approved.Actions);

    [Theory]
    [InlineData(OperatingMode.Observe)]
    [InlineData(OperatingMode.Recommend)]
    public void Observed_and_advised_scopes_are_shown_and_never_acted_on(OperatingMode mode)
    {
        var review = Cases.Review(Cases.Autopilot with { DefaultMode = mode });

        Assert.Empty(review.Approved.Actions);
        Assert.Equal([Cases.Move], review.Recommended);
    }

    [Fact]
    public void A_plan_that_needs_a_person_waits_with_all_that_depends_on_it()
    {
        var policy = Cases.Autopilot with { Modes = [new(EntityId.Of(new VirtualMachineId("vm-1")), OperatingMode.Approve)] };

        var waiting = Cases.Review(policy, actions: [Cases.Move, Cases.Off]);
        var approved = Cases.Review(
            policy, context: Cases.Context with { ApprovedActions = [new("a-1")] }, actions: [Cases.Move, Cases.Off]);

        Assert.Empty(waiting.Approved.Actions);
        Assert.Equal([Cases.Move, Cases.Off], waiting.AwaitingApproval);
        Assert.Equal([Cases.Move, Cases.Off], approved.Approved.Actions);
    }

    [Fact]
    public void The_most_careful_scope_wins()
    {
        var policy = Cases.Autopilot with { Modes = [new(EntityId.Of(new HostId("h-2")), OperatingMode.Observe)] };

        Assert.Equal([Cases.Move], Cases.Review(policy).Recommended);
    }

    [Fact]
    public void Nothing_starts_while_paused() =>
        Refused(Cases.Review(context: Cases.Context with { IsPaused = true }), "S24", "paused");

    [Fact]
    public void A_paused_host_holds_what_would_touch_it() => Refused(
        Cases.Review(context: Cases.Context with { PausedScopes = [EntityId.Of(new HostId("h-2"))] }), "S24", "Host/h-2");

    [Fact]
    public void A_plan_that_waited_too_long_is_void() => Refused(
        Cases.Review(context: Cases.Context with { PlannedAt = Cases.Now.AddMinutes(-16) }), "S18", "16 minutes old");

    [Fact]
    public void Without_credentials_to_act_nothing_is_sent() => Refused(
        Cases.Review(context: Cases.Context with { Capabilities = Cases.Context.Capabilities.SetItem(Cases.Provider, ActionKinds.None) }),
        "S32", "cannot carry out 'Migrate'");

    [Fact]
    public void The_blast_radius_counts_what_this_plan_adds()
    {
        var review = Cases.Review(
            Cases.Autopilot with { MaxActionsPerHour = 5 }, context: Cases.Context with { ActionsInLastHour = 4 },
            actions: [Cases.Move, Cases.Off]);

        Assert.Equal([Cases.Move], review.Approved.Actions);
        Assert.Equal("S35", Assert.Single(review.Refused).Rule);
    }

    [Fact]
    public void A_moved_machine_rests_and_does_not_return()
    {
        PastMove Before(double minutes) => new(new("vm-1"), new("h-2"), new("h-1"), Cases.Now.AddMinutes(-minutes));

        Refused(Cases.Review(fleet: Cases.Fleet(moves: [Before(9)])), "S8", "9 minutes ago and rests for another 21");
        Refused(Cases.Review(fleet: Cases.Fleet(moves: [Before(45)])), "S8", "does not return yet");
        Assert.Single(Cases.Review(fleet: Cases.Fleet(moves: [Before(70)])).Approved.Actions);
    }

    [Fact]
    public void What_depends_on_a_refused_action_is_refused_too()
    {
        var review = Cases.Review(
            fleet: Cases.Fleet(machine: guest => guest with { Mobility = Mobility.Fixed("it has a local disk") }),
            actions: [Cases.Move, Cases.Off]);

        Assert.Empty(review.Approved.Actions);
        Assert.Equal(2, review.Refused.Length);
    }

    private static void Refused(Review review, string rule, string words)
    {
        Assert.Empty(review.Approved.Actions);
        var refusal = Assert.Single(review.Refused);
        Assert.Equal(rule, refusal.Rule);
        Assert.Contains(words, refusal.Reason, StringComparison.Ordinal);
    }
}
