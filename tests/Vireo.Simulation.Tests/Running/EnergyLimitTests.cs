namespace Vireo.Simulation.Tests.Running;

/// <summary>The least energy that recorded load takes.</summary>
public class EnergyLimitTests
{
    [Theory]
    [InlineData(0, 2, 200)]
    [InlineData(50, 1, 140)]
    [InlineData(50, 0, 100)]
    [InlineData(250, 1, 500)]
    [InlineData(100, 2, 280)]
    public void Hosts_do_the_work_and_hold_the_memory_with_the_least_power(double work, double hosts, double watts)
    {
        // Half load is dear, full load cheap: 100 W idle, 140 at 50, 200 at 100.
        var least = new LeastPower([(0, 100), (50, 140), (100, 200)]);

        Assert.Equal(watts, least.Watts(work, hosts), 1e-9);
    }

    [Fact]
    public void A_recorded_fleet_of_one_kind_of_host_has_a_limit_that_memory_alone_can_set()
    {
        // Six times 96 GiB are three hosts of 192; 24 MHz of 36,804 each is next to nothing: 58.4 W and a little more.
        double? limit = Limit(_ => 0.001f);

        Assert.NotNull(limit);
        Assert.InRange(limit.Value, 3 * 58.4 * 24 / 1_000, 3 * 58.4 * 24 / 1_000 * 1.01);
    }

    [Fact]
    public void Gaps_ask_for_nothing_and_more_load_takes_more()
    {
        Assert.Equal(3 * 58.4 * 24 / 1_000, Limit(_ => float.NaN)!.Value, 1e-6);
        Assert.True(Limit(_ => 0.9f) > Limit(_ => 0.5f));
    }

    private static double? Limit(Func<int, float> ratio)
    {
        const int Samples = 288;
        var trace = new TraceSet(
            "test", [.. Enumerable.Range(0, 6).Select(i => new TraceMachine($"m{i}", 4, 4_000, 96.0 * (1L << 30)))],
            TimeSpan.FromMinutes(5), Start: null,
            [
                new TraceSeries(
                    WorkloadMetric.Cpu, 1,
                    [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, Samples).Select(ratio).ToArray())]),
            ],
            IgnoredValues: 0);
        var scenario = TraceScenario.Create("bitbrains", trace, hosts: 8, repeats: false);

        return EnergyLimit.KilowattHours(scenario, new SimulationClock(TimeSpan.FromMinutes(5), Samples - 1));
    }
}
