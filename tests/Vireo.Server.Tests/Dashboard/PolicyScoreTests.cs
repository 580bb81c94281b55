using Vireo.Server.Dashboard.Replays;

namespace Vireo.Server.Tests.Dashboard;

public class PolicyScoreTests
{
    [Fact]
    public void A_policy_that_was_tried_under_the_name_in_force_has_its_own_row()
    {
        var jobs = new FakeReplays().Jobs;
        var tried = jobs[1].Comparison!;
        var changed = jobs[1] with { Comparison = tried with { Candidate = tried.Candidate with { Policy = tried.Current.Policy } } };

        var board = PolicyScore.Board([changed, jobs[2]]);

        Assert.Equal(
            [("save-energy", false), ("day-to-day", true), ("day-to-day", false)],
            board.Select(score => (score.Result.Policy, score.IsInForce)));
        Assert.Equal(3, board.Select(score => score.Key).Distinct().Count());
    }

    [Theory]
    [InlineData(6, 3)]
    [InlineData(48, 2)]
    public void A_window_that_ended_a_little_earlier_is_compared_and_one_of_other_days_is_not(int hoursEarlier, int rows)
    {
        var jobs = new FakeReplays().Jobs;
        var earlier = jobs[2].Comparison!;
        var moved = jobs[2] with
        {
            Comparison = earlier with { From = earlier.From.AddHours(-hoursEarlier), To = earlier.To.AddHours(-hoursEarlier) },
        };

        Assert.Equal(rows, PolicyScore.Board([jobs[1], moved]).Length);
    }
}
