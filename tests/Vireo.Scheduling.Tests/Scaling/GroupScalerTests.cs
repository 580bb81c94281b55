using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Scaling;

namespace Vireo.Scheduling.Tests.Scaling;

/// <summary>How many replicas a group should have, and why.</summary>
public class GroupScalerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private static readonly VmGroup Web = new()
    {
        Id = new("web"),
        Template = new("small"),
        Minimum = 2,
        Maximum = 8,
        LoadPerReplica = 100,
        Rules = [new TargetTracking(1, 0)],
    };

    [Fact]
    public void A_forecast_peak_is_met_before_it_comes_by_the_time_to_start()
    {
        var group = Web with { Rules = [new PredictiveScaling(0.95)] };
        double[] bound = [.. Enumerable.Range(0, 11).Select(minute => minute < 5 ? 150.0 : 450)];

        var early = GroupScaler.Decide(group, Serving(2), Load(150, bound[..4], startUp: 2), Now, []);
        var due = GroupScaler.Decide(group, Serving(2), Load(150, bound, startUp: 5), Now, []);

        Assert.Equal(0, early.Create);
        Assert.Equal((5, 3), (due.Wanted, due.Create));
        Assert.Contains("0.95 quantile", due.Reason);
    }

    [Fact]
    public void For_growing_the_most_demanding_rule_wins_and_is_named()
    {
        var group = Web with { Rules = [new FixedCount(3), new TargetTracking(1, 0)] };

        var decision = GroupScaler.Decide(group, Serving(2), Load(590), Now, []);

        Assert.Equal(4, decision.Create);
        Assert.Contains("highest wish is 6 of 'target'", decision.Reason);
    }

    [Theory]
    [InlineData(150, 4, 8, "1 more than 3 are ordered. The minimum of 4 decides. The highest wish is 2 of 'target'")]
    [InlineData(950, 2, 8, "5 more than 3 are ordered. The maximum of 8 decides. The highest wish is 10 of 'target'")]
    [InlineData(350, 2, 8, "1 more than 3 are ordered. The highest wish is 4 of 'target'")]
    public void Where_a_bound_decides_it_is_named_before_the_highest_wish(double load, int minimum, int maximum, string expected)
    {
        var group = Web with { Minimum = minimum, Maximum = maximum };

        Assert.StartsWith(expected, GroupScaler.Decide(group, Serving(3), Load(load), Now, []).Reason);
    }

    [Fact]
    public void Without_a_rule_the_bound_alone_is_the_reason() => Assert.Equal(
        "1 more than 1 are ordered. The minimum of 2 decides.",
        GroupScaler.Decide(Web with { Rules = [] }, Serving(1), Load(50), Now, []).Reason);

    [Fact]
    public void A_group_that_is_only_shown_says_what_would_be_done()
    {
        var group = Web with { IsForecastOnly = true };

        Assert.StartsWith("2 more than 2 would be ordered.", GroupScaler.Decide(group, Serving(2), Load(350), Now, []).Reason);
        Assert.StartsWith("one of 6 would go: ", GroupScaler.Decide(group, Serving(6), Load(200), Now, []).Reason);
    }

    [Theory]
    [InlineData(12, 5)]
    [InlineData(5.2, 4)]
    [InlineData(500, 8)]
    public void Any_metric_is_tracked_and_named_and_what_explodes_at_most_doubles(double queue, int wanted)
    {
        var group = Web with { Rules = [new MetricTracking("service.queue", 10, 0.1), new MetricTracking("service.requests", 100, 0.1)] };
        double[] busy = [.. Enumerable.Repeat(queue, 20)];
        double[] idle = [.. Enumerable.Repeat(97.0, 20)];
        var load = Load(300) with { Metrics = new Dictionary<string, ReadOnlyMemory<double>> { ["service.queue"] = busy, ["service.requests"] = idle } };

        var decision = GroupScaler.Decide(group, Serving(4), load, Now, []);

        Assert.Equal(wanted, decision.Wanted);
        Assert.Equal(["service.queue", "service.requests"], decision.Proposals.Select(proposal => proposal.Rule));
    }

    [Fact]
    public void A_metric_wants_fewer_only_when_the_largest_value_of_the_time_a_surplus_has_to_last_allows_it_and_nothing_without_data()
    {
        var group = Web with { Rules = [new MetricTracking("service.requests", 100, 0.1)] };
        ScalingDecision Decide(params double[] values) => GroupScaler.Decide(
            group, Serving(6),
            Load(200) with { Metrics = new Dictionary<string, ReadOnlyMemory<double>> { ["service.requests"] = values } }, Now, []);

        Assert.Equal((3, 1), (Decide([.. Enumerable.Repeat(50.0, 20)]).Wanted, Decide([.. Enumerable.Repeat(50.0, 20)]).Remove));
        Assert.Equal(6, Decide([.. Enumerable.Repeat(50.0, 10), 99, .. Enumerable.Repeat(50.0, 5)]).Wanted);
        Assert.Equal(6, Decide([.. Enumerable.Repeat(50.0, 19), double.NaN]).Wanted);
        Assert.Equal(6, Decide().Wanted);
    }

    [Fact]
    public void A_forecast_alone_never_takes_a_replica_away()
    {
        var group = Web with { Rules = [new PredictiveScaling(0.95)] };
        double[] measured = [.. Enumerable.Repeat(550.0, 16), 90, 90, 90, 90];

        var decision = GroupScaler.Decide(group, Serving(6), Load(measured, [100, 100, 100, 100, 100, 100, 100]), Now, []);

        Assert.Equal((2, 0), (decision.Wanted, decision.Remove));
        Assert.Contains("was not measured", decision.Reason);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0.1, 4)]
    [InlineData(0.4, 5)]
    public void What_is_kept_in_reserve_is_not_counted_on(double reserve, int wanted)
    {
        var group = Web with { Rules = [new PredictiveScaling(0.95) { Reserve = reserve }] };

        Assert.Equal(wanted, GroupScaler.Decide(group, Serving(2), Load(200, [.. Enumerable.Repeat(300.0, 7)]), Now, []).Wanted);
    }

    [Fact]
    public void A_load_that_outgrows_its_forecast_is_followed_at_its_pace()
    {
        var group = Web with { Rules = [new PredictiveScaling(0.95)] };
        double[] measured = [.. Enumerable.Repeat(150.0, 17), 200, 250, 300];

        // 300 now and 50 more each minute: 600 in the six minutes until a new one could serve.
        var decision = GroupScaler.Decide(group, Serving(2), Load(measured, [160, 160, 160, 160, 160, 160, 160]), Now, []);

        Assert.Equal(6, decision.Wanted);
        Assert.Contains("more than was foreseen", decision.Reason);
    }

    [Fact]
    public void A_surplus_that_lasted_takes_one_replica_at_a_time() =>
        Assert.Equal(1, GroupScaler.Decide(Web, Serving(6), Load(200), Now, []).Remove);

    [Fact]
    public void A_number_that_is_configured_needs_no_measurement_and_the_reason_says_so() => Assert.StartsWith(
        "one of 4 goes: no load is looked at.",
        GroupScaler.Decide(Web with { Rules = [new FixedCount(3)] }, Serving(4), Load([]), Now, []).Reason);

    [Fact]
    public void A_gap_in_what_was_measured_is_no_surplus()
    {
        double[] measured = [.. Enumerable.Repeat(200.0, 20)];
        measured[12] = double.NaN;

        Assert.Equal(0, GroupScaler.Decide(Web, Serving(6), Load(measured), Now, []).Remove);
    }

    [Fact]
    public void Without_any_measurement_nothing_is_done() =>
        Assert.Equal((0, 0), Steps(GroupScaler.Decide(Web, Serving(6), Load([]), Now, [])));

    [Fact]
    public void Nothing_goes_while_another_comes_or_goes()
    {
        Assert.Equal(0, GroupScaler.Decide(Web, Serving(6) with { Leaving = 1 }, Load(200), Now, []).Remove);
        Assert.Equal(0, GroupScaler.Decide(Web, Serving(6) with { Starting = 1 }, Load(200), Now, []).Remove);
    }

    [Fact]
    public void After_growing_it_rests_before_it_shrinks_and_says_for_how_long()
    {
        var decision = GroupScaler.Decide(Web, Serving(6) with { GrewAt = Now.AddMinutes(-9) }, Load(200), Now, []);

        Assert.Equal(0, decision.Remove);
        Assert.Contains("rests for 6 min", decision.Reason);
    }

    [Fact]
    public void Broken_replicas_count_under_the_ceiling_so_failures_never_multiply()
    {
        var decision = GroupScaler.Decide(Web, new GroupReplicas(1, 0, 0, 7, null, null), Load(800), Now, []);

        Assert.Equal(0, decision.Create);
        Assert.Contains("reach the ceiling of 8", decision.Reason);
    }

    [Fact]
    public void A_threshold_has_to_be_exceeded_for_its_time()
    {
        var group = Web with { Rules = [new ThresholdScaling(0.8, 0.4, TimeSpan.FromMinutes(5))] };
        double[] burst = [.. Enumerable.Repeat(100.0, 17), 190, 190, 190];

        Assert.Equal(0, GroupScaler.Decide(group, Serving(2), Load(burst), Now, []).Create);
        Assert.Equal(1, GroupScaler.Decide(group, Serving(2), Load(190), Now, []).Create);
    }

    [Fact]
    public void A_schedule_opens_in_its_zone()
    {
        var group = Web with
        {
            Rules = [new ScheduledCount("0 13 * * mon", TimeSpan.FromHours(2), 5, "Europe/Berlin", [])],
        };

        Assert.Equal(3, GroupScaler.Decide(group, Serving(2), Load(100), Now, []).Create);
        Assert.Equal(0, GroupScaler.Decide(group, Serving(2), Load(100), Now.AddMinutes(-1), []).Create);
    }

    [Fact]
    public void Whatever_happens_there_are_never_more_objects_than_the_ceiling() =>
        Gen.Select(Gen.Int[0, 10], Gen.Int[0, 10], Gen.Int[0, 10], Gen.Int[0, 10], Gen.Double[0, 5_000]).Sample(
            (ready, starting, leaving, broken, load) =>
            {
                var replicas = new GroupReplicas(ready, starting, leaving, broken, null, null);
                var decision = GroupScaler.Decide(Web, replicas, Load(load), Now, []);
                bool isBounded = decision.Create == 0 || replicas.All + decision.Create <= Web.Maximum;

                return isBounded && decision.Remove is 0 or 1 && (decision.Create == 0 || decision.Remove == 0) &&
                    (decision.Remove == 0 || replicas.Usable - decision.Remove >= Web.Minimum);
            });

    [Theory]
    [InlineData(4, 300, 0)]
    [InlineData(4, 271, 0)]
    [InlineData(4, 265, 1)]
    [InlineData(5, 300, 1)]
    public void As_few_as_a_metric_showed_to_be_too_few_are_not_tried_again_before_the_load_is_far_below(
        int serving, double load, int removed)
    {
        var group = Web with { Rules = [new MetricTracking("service.queue", 10, 0.1)], LoadPerReplica = 200 };
        var scene = Load(load) with
        {
            PerReplica = 200,
            Metrics = new Dictionary<string, ReadOnlyMemory<double>> { ["service.queue"] = Enumerable.Repeat(3.0, 20).ToArray() },
            Shortages = [new PastShortage(group.Id, 3, 300, Now.AddHours(-5))],
        };

        var decision = GroupScaler.Decide(group, Serving(serving), scene, Now, []);

        Assert.Equal(removed, decision.Remove);
        Assert.Equal(removed == 0, decision.Reason.Contains("3 were too few for 300 at 2026-01-05 07:00:00Z", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_metric_orders_is_marked_as_a_shortage_and_what_the_load_orders_is_not()
    {
        var group = Web with { Rules = [new MetricTracking("service.queue", 10, 0.1), new TargetTracking(1, 0)] };
        ScalingDecision Decide(double queue, double load) => GroupScaler.Decide(
            group, Serving(3),
            Load(load) with { Metrics = new Dictionary<string, ReadOnlyMemory<double>> { ["service.queue"] = new[] { queue } } }, Now, []);

        Assert.True(Decide(queue: 20, load: 300).IsByMetric);
        Assert.False(Decide(queue: 10, load: 700).IsByMetric);
    }

    private static (int, int) Steps(ScalingDecision decision) => (decision.Create, decision.Remove);

    private static GroupReplicas Serving(int ready) => new(ready, 0, 0, 0, null, null);

    private static GroupLoad Load(double steady, double[]? bound = null, int startUp = 5) =>
        Load([.. Enumerable.Repeat(steady, 20)], bound, startUp);

    private static GroupLoad Load(double[] measured, double[]? bound = null, int startUp = 5) =>
        new(Step, measured, bound ?? [], 100, TimeSpan.FromMinutes(startUp));
}
