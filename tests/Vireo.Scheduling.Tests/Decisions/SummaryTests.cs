using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>What a plan of several steps says of itself does not contradict itself.</summary>
public class SummaryTests
{
    private static readonly Refusal No = new(new EntityId(EntityKind.Host, "h"), "test", "No.");

    [Fact]
    public void Beside_actions_of_a_step_a_placement_that_does_nothing_does_not_say_that_nothing_is_done()
    {
        var idle = new Plan([], [], "Nothing to do: every host is within bounds and no move would pay back.");
        var turnedDown = new Plan([], [No, No], "Nothing done: 2 alternatives were turned down.");

        Assert.Equal("2 network actions.", Step(actions: 2).Before(idle).Summary);
        Assert.Equal("2 network actions. 2 alternatives were turned down.", Step(actions: 2).Before(turnedDown).Summary);
        Assert.Equal(turnedDown.Summary, Step(actions: 0).Before(turnedDown).Summary);
    }

    [Fact]
    public void What_several_steps_do_is_told_one_after_the_other()
    {
        var moves = Step(actions: 1).Before(new Plan([], [], "The policy moves nothing."));

        Assert.Equal("2 network actions. 1 network action.", Step(actions: 2).Before(moves).Summary);
    }

    private static StepDraft Step(int actions)
    {
        var fleet = FleetSnapshot.Create(new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero), new("c"), [], [], [], []);
        var draft = new StepDraft(fleet, "network");
        for (int i = 0; i < actions; i++)
        {
            draft.Add(new PowerOnHost(new HostId($"h{i}")), "test", "Because.", "Seen.");
        }

        return draft;
    }
}
