using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Services;

public class ServiceReplayTests
{
    private static readonly TimeSpan StartUp = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_queue_answers_as_queueing_theory_says()
    {
        // ρ = 0.8: 10 ms / 0.2 = 50 ms, not over an objective of 51 ms and over one of 49 ms.
        Assert.Equal(0, Steady(0.051).SecondsOver);
        Assert.Equal(600, Steady(0.049).SecondsOver);
    }

    [Fact]
    public void Replicas_serve_after_their_time_to_start_and_count_from_the_order()
    {
        var seen = new List<int>();
        var outcome = ServiceReplay.Run(Scenario([.. Enumerable.Repeat(80.0, 10)]), 1, moment =>
        {
            seen.Add(moment.Ready);
            return moment.Minute == 0 ? 1 : 0;
        });

        Assert.Equal([1, 1, 1, 1, 1, 2, 2, 2, 2, 2], seen);
        Assert.Equal(19.0 / 60, outcome.VmHours, 9);
    }

    [Fact]
    public void What_was_not_served_has_to_be_worked_off()
    {
        // 150 of 100 for two minutes leave 6,000 requests, and 20 of 100 a second work them off in 75 seconds.
        var outcome = ServiceReplay.Run(Scenario([150, 150, 20, 20, 20, 20]), 1, _ => 0);

        Assert.Equal(180, outcome.SecondsOver);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(14)]
    public void A_square_wave_faster_than_a_surplus_has_to_last_makes_nothing_flap(int halfPeriod)
    {
        double[] load = [.. Enumerable.Range(0, 1_440).Select(minute => minute / halfPeriod % 2 == 0 ? 200.0 : 600)];
        var group = new VmGroup
        {
            Id = new("g"),
            Template = new("t"),
            Maximum = 20,
            LoadPerReplica = 80,
            Rules = [new TargetTracking(1, 0)],
        };
        var scaled = new ScaledGroup(group, StartUp, forecast: null);

        Assert.Equal(0, ServiceReplay.Run(Scenario(load), 8, scaled.Decide).Reversals);
    }

    [Fact]
    public void Generated_load_depends_on_its_seed_alone()
    {
        Assert.Equal(WebLoad.Create(2, 100, 3, 5), WebLoad.Create(2, 100, 3, 5));
        Assert.NotEqual(WebLoad.Create(2, 100, 3, 5), WebLoad.Create(2, 100, 3, 6));
    }

    private static ServiceOutcome Steady(double objective) =>
        ServiceReplay.Run(Scenario([.. Enumerable.Repeat(80.0, 10)]) with { Objective = objective }, 1, _ => 0);

    private static ServiceScenario Scenario(double[] load) => new(load, 100, 0.05, StartUp, Judged: 0);
}
