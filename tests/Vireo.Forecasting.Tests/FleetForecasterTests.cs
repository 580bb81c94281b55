using System.Collections.Immutable;
using Vireo.Fleet;
using static Vireo.Forecasting.Tests.FleetFixture;

namespace Vireo.Forecasting.Tests;

public sealed class FleetForecasterTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Points_already_seen_teach_nothing()
    {
        double[] values = Load(100, seed: 1);
        var stepwise = new FleetForecaster(new());
        var overlapping = new FleetForecaster(new());
        for (int end = 1; end <= values.Length; end++)
        {
            stepwise.Teach(Window(end - 1, (Key("a", Metric.CpuUsage), values[(end - 1)..end])));
            int first = Math.Max(0, end - 12);
            overlapping.Teach(Window(first, (Key("a", Metric.CpuUsage), values[first..end])));
        }

        AssertSame(stepwise.Forecast(Key("a", Metric.CpuUsage), 12), overlapping.Forecast(Key("a", Metric.CpuUsage), 12));
    }

    [Fact]
    public void A_step_that_has_no_value_yet_is_taught_when_its_value_arrives()
    {
        double[] values = Load(60, seed: 1);
        var late = new FleetForecaster(new());
        var timely = new FleetForecaster(new());
        late.Teach(Window(0, (Key("a", Metric.CpuUsage), [.. values[..59], double.NaN])));
        late.Teach(Window(0, (Key("a", Metric.CpuUsage), values)));
        timely.Teach(Window(0, (Key("a", Metric.CpuUsage), values[..59])));
        timely.Teach(Window(59, (Key("a", Metric.CpuUsage), values[59..])));

        AssertSame(timely.Forecast(Key("a", Metric.CpuUsage), 12), late.Forecast(Key("a", Metric.CpuUsage), 12));
    }

    [Fact]
    public void A_window_that_begins_later_leaves_a_gap_and_not_a_shift()
    {
        double[] values = Waves.Daily(288 * 5, season: 288, noise: 10, seed: 4);
        var forecaster = new FleetForecaster(new());
        forecaster.Teach(Window(0, (Key("a", Metric.CpuUsage), values[..1_200])));
        forecaster.Teach(Window(1_380, (Key("a", Metric.CpuUsage), values[1_380..])));

        ModelReport report = Assert.Single(forecaster.Report());

        Assert.Equal(288 * 5, report.Points);
    }

    [Fact]
    public void Order_of_the_series_and_company_change_nothing()
    {
        string[] names = [.. Enumerable.Range(0, 200).Select(i => $"vm-{i:000}")];
        FleetSnapshot fleet = FleetOf([.. names.Select(name => Machine(name))]);

        Outlook forward = LookAfter(names, fleet);
        Outlook backward = LookAfter([.. names.Reverse()], fleet);

        Assert.Equal(names.Length, forward.VirtualMachines.Length);
        Assert.All(
            forward.VirtualMachines.Zip(backward.VirtualMachines), pair => AssertSame(pair.First.Cpu, pair.Second.Cpu));
    }

    [Fact]
    public void The_outlook_is_ordered_and_leaves_out_machines_that_are_off_or_unmeasured()
    {
        FleetSeries window = Window(
            0,
            (Key("c", Metric.CpuUsage), Load(20, 1)),
            (Key("a", Metric.CpuUsage), Load(20, 2)),
            (Key("off", Metric.CpuUsage), Load(20, 3)),
            (Key("memory-only", Metric.MemoryUsage), Load(20, 4)));
        var forecaster = new FleetForecaster(new());
        forecaster.Teach(window);

        Outlook outlook = forecaster.Look(
            FleetOf(Machine("c"), Machine("a"), Machine("off", PowerState.Off), Machine("memory-only"), Machine("new")),
            window,
            [],
            Hour);

        Assert.Equal(["a", "c"], outlook.VirtualMachines.Select(machine => machine.VirtualMachine.Value));
        Assert.Equal(12, outlook.Steps);
        Assert.Equal(12 * outlook.Levels.Length, outlook.VirtualMachines[0].Cpu.Quantiles.Length);
    }

    [Fact]
    public void Quantiles_are_monotone_not_negative_and_within_the_machine()
    {
        double[] values = [.. Waves.Noise(400, seed: 9, spread: 4_000).Select(value => Math.Clamp(value, 0, Capacity))];

        VmOutlook machine = LookAtOne([(Key("a", Metric.CpuUsage), values)]);

        ImmutableArray<float> quantiles = machine.Cpu.Quantiles;
        Assert.All(quantiles, value => Assert.InRange(value, 0, Capacity));
        Assert.All(Enumerable.Range(0, quantiles.Length - 12), i => Assert.True(quantiles[i] <= quantiles[i + 12]));
    }

    [Fact]
    public void What_people_see_of_use_stays_within_the_machine_and_demand_may_exceed_it()
    {
        double[] full = [.. Waves.Noise(400, seed: 9, spread: 4_000).Select(value => Math.Clamp(Capacity + value, 0, Capacity))];
        double[] memory = [.. full.Select(value => value / Capacity * Memory)];
        double[] demand = [.. full.Select((value, i) => value + (2_000 * (i % 2)))];
        var forecaster = new FleetForecaster(new());
        forecaster.Know(FleetOf(Machine("a")), new Policy());
        forecaster.Teach(Window(
            0, (Key("a", Metric.CpuUsage), full), (Key("a", Metric.MemoryUsage), memory), (Key("a", Metric.CpuDemand), demand)));

        float MostOf(Metric metric) => forecaster.Forecast(Key("a", metric), 12)!.Quantiles.Max();

        Assert.Equal(Capacity, MostOf(Metric.CpuUsage), 1.0);
        Assert.Equal(Memory, MostOf(Metric.MemoryUsage), 1e-6 * Memory);
        Assert.InRange(MostOf(Metric.CpuDemand), 1.1 * Capacity, 3 * Capacity);
    }

    [Fact]
    public void Demand_is_preferred_to_usage()
    {
        VmOutlook machine = LookAtOne(
            [
                (Key("a", Metric.CpuUsage), Waves.Constant(50, 1_000)),
                (Key("a", Metric.CpuDemand), Waves.Constant(50, 3_000)),
            ]);

        Assert.InRange(machine.Cpu.Quantiles[2 * 12], 2_900, 3_100);
    }

    [Fact]
    public void Memory_that_nobody_measures_is_the_configured_memory()
    {
        VmOutlook machine = LookAtOne([(Key("a", Metric.CpuUsage), Load(50, 1))]);

        Assert.Equal("configured", machine.Memory.Model);
        Assert.All(machine.Memory.Quantiles, value => Assert.Equal(Memory, value));
    }

    [Fact]
    public void Memory_that_is_measured_is_forecast_in_bytes()
    {
        VmOutlook machine = LookAtOne(
            [(Key("a", Metric.CpuUsage), Load(50, 1)), (Key("a", Metric.MemoryUsage), Waves.Constant(50, 4L << 30))]);

        Assert.InRange(machine.Memory.Quantiles[2 * 12], 3.9 * (1L << 30), 4.1 * (1L << 30));
    }

    [Fact]
    public void A_machine_seen_once_gets_a_wide_interval()
    {
        VmOutlook machine = LookAtOne([(Key("a", Metric.CpuUsage), [2_000])]);

        Assert.Equal(2_000, machine.Cpu.Quantiles[2 * 12], 1);
        Assert.InRange(machine.Cpu.Quantiles[3 * 12], 2_200, 3_500);
    }

    [Fact]
    public void Steps_count_from_the_outlook_even_when_the_newest_sample_is_older()
    {
        // A saw-tooth of a day is known; the last two hours are missing.
        double[] values = [.. Enumerable.Range(0, 288 * 4).Select(step => 10.0 * (step % 288))];
        var forecaster = new FleetForecaster(new());
        FleetSeries known = Window(0, (Key("a", Metric.CpuUsage), values[..^24]));
        forecaster.Teach(known);

        Outlook outlook = forecaster.Look(FleetOf(Machine("a")), known with { AsOf = Start + (values.Length * Step) }, [], Hour);

        float[] median = [.. outlook.VirtualMachines[0].Cpu.Quantiles.AsSpan(24, 12)];
        Assert.All(median, value => Assert.InRange(value, 0, 600));
    }

    [Fact]
    public void A_strong_day_is_found_and_reported_with_its_evidence()
    {
        double[] values = [.. Waves.Daily(288 * 7, season: 288, noise: 2, seed: 3).Select(value => 50 * value)];
        var forecaster = new FleetForecaster(new());
        forecaster.Teach(Window(0, (Key("a", Metric.CpuUsage), values)));

        ModelReport report = Assert.Single(forecaster.Report());

        Assert.NotEqual(ModelNames.Naive, report.Model);
        Assert.True(report.Error < 0.9 * report.NaiveError);
        Assert.InRange(report.Coverage, 0.7, 0.9);
    }

    [Fact]
    public void A_model_that_stops_beating_naive_is_replaced_before_its_time()
    {
        // Restless around a mean, then a random walk far from it.
        double[] values = [.. Waves.Returning(400, phi: 0.2, seed: 5), .. Waves.RandomWalk(700, seed: 6)];
        var forecaster = new FleetForecaster(new() { ReselectEvery = TimeSpan.FromDays(365) });
        for (int i = 0; i < values.Length; i++)
        {
            forecaster.Teach(Window(i, (Key("a", Metric.CpuUsage), values[i..(i + 1)])));
        }

        ModelReport report = Assert.Single(forecaster.Report());

        Assert.True(report.Error <= report.NaiveError * 1.02, $"{report}");
    }

    [Fact]
    public void Choices_beyond_the_budget_wait_for_the_next_cycle()
    {
        // A choice on 60 values costs some 240 units: two of them use up the budget.
        var forecaster = new FleetForecaster(new() { SelectionBudget = 400 });
        FleetSeries window = Window(
            0, [.. Enumerable.Range(0, 5).Select(i => (Key($"vm-{i}", Metric.CpuUsage), Load(60, i)))]);

        forecaster.Teach(window);
        ChoiceReport afterFirst = forecaster.Choices;
        forecaster.Teach(window);
        ChoiceReport afterSecond = forecaster.Choices;

        Assert.Equal((2, 3, 400), (afterFirst.Made, afterFirst.Waiting, afterFirst.Budget));
        Assert.InRange(afterFirst.Work, 400, 800);
        Assert.Equal((2, 1), (afterSecond.Made, afterSecond.Waiting));
    }

    [Fact]
    public void Large_restless_processor_demand_is_chosen_before_small_calm_demand_and_memory()
    {
        (SeriesKey Key, double[] Values)[] series =
        [
            (Key("small", Metric.CpuUsage), [.. Load(60, 1).Select(value => value / 10)]),
            (Key("large", Metric.CpuUsage), Load(60, 2)),
            (Key("huge", Metric.MemoryUsage), [.. Load(60, 3).Select(value => value * 1e6)]),
        ];
        var forecaster = new FleetForecaster(new() { SelectionBudget = 1 });
        List<string> order = [];
        for (int cycle = 0; cycle < series.Length; cycle++)
        {
            forecaster.Teach(Window(0, series));
            order.AddRange(
                forecaster.Report().Where(report => !report.Trials.IsEmpty).Select(report => report.Key.Entity.Value).Except(order));
        }

        Assert.Equal(["large", "small", "huge"], order);
    }

    [Fact]
    public void Choices_stop_when_cancelled_and_follow_in_the_next_cycle()
    {
        var forecaster = new FleetForecaster(new());
        FleetSeries window = Window(0, (Key("a", Metric.CpuUsage), Load(60, 1)));

        Assert.ThrowsAny<OperationCanceledException>(() => forecaster.Observe(window, new CancellationToken(canceled: true)));
        ModelReport taught = Assert.Single(forecaster.Report());
        forecaster.Teach(window);
        ModelReport chosen = Assert.Single(forecaster.Report());

        Assert.Equal((60, 0), (taught.Points, taught.Trials.Length));
        Assert.NotEmpty(chosen.Trials);
    }

    [Fact]
    public void A_machine_that_is_gone_is_forgotten()
    {
        var forecaster = new FleetForecaster(new() { ForgetAfter = TimeSpan.FromHours(1) });
        forecaster.Teach(Window(0, (Key("gone", Metric.CpuUsage), Load(10, 1))));

        forecaster.Teach(Window(30, (Key("here", Metric.CpuUsage), Load(10, 2))));

        Assert.Equal("here", Assert.Single(forecaster.Report()).Key.Entity.Value);
    }

    [Fact]
    public void A_series_without_any_value_is_known_to_nobody()
    {
        var forecaster = new FleetForecaster(new());
        FleetSeries window = Window(0, (Key("a", Metric.CpuUsage), Waves.Constant(10, double.NaN)));
        forecaster.Teach(window);

        Assert.Empty(forecaster.Report());
        Assert.Null(forecaster.Forecast(Key("a", Metric.CpuUsage), 12));
        Assert.Empty(forecaster.Look(FleetOf(Machine("a")), window, [], Hour).VirtualMachines);
    }

    [Fact]
    public void Another_step_is_refused()
    {
        var forecaster = new FleetForecaster(new() { Step = TimeSpan.FromMinutes(1) });

        Assert.Throws<ArgumentException>(() => forecaster.Teach(Window(0, (Key("a", Metric.CpuUsage), [1]))));
    }

    [Fact]
    public void Hazards_pass_through()
    {
        var hazard = new Hazard(EntityId.Of(new HostId("h")), HazardKind.HostDown, 1, "test");
        var forecaster = new FleetForecaster(new());

        Outlook outlook = forecaster.Look(FleetOf(), new(Start, Step, new Dictionary<SeriesKey, TimeSeries>()), [hazard], Hour);

        Assert.Equal([hazard], outlook.Hazards);
    }

    [Fact]
    public async Task Readers_may_ask_while_the_loop_teaches()
    {
        var forecaster = new FleetForecaster(new());
        (SeriesKey Key, double[] Values)[] series =
            [.. Enumerable.Range(0, 100).Select(i => (Key($"vm-{i}", Metric.CpuUsage), Load(200, i)))];
        Task reader = Task.Run(
            () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    forecaster.Forecast(series[i % 100].Key, 48);
                    forecaster.Report();
                }
            },
            TestContext.Current.CancellationToken);
        for (int end = 1; end <= 200; end++)
        {
            forecaster.Teach(Window(end - 1, [.. series.Select(item => (item.Key, item.Values[(end - 1)..end]))]));
        }

        await reader;

        Assert.Equal(100, forecaster.Report().Length);
    }

    private static double[] Load(int length, int seed) =>
        [.. Waves.Noise(length, seed, spread: 300).Select(value => Math.Max(0, 2_000 + value))];

    private static Outlook LookAfter(string[] names, FleetSnapshot fleet)
    {
        var forecaster = new FleetForecaster(new());
        FleetSeries window = Window(0, [.. names.Select(name => (Key(name, Metric.CpuUsage), Load(80, name[^1] + name[^2])))]);
        forecaster.Teach(window);

        return forecaster.Look(fleet, window, [], Hour);
    }

    private static VmOutlook LookAtOne((SeriesKey Key, double[] Values)[] series)
    {
        var forecaster = new FleetForecaster(new());
        FleetSeries window = Window(0, series);
        forecaster.Teach(window);

        return Assert.Single(forecaster.Look(FleetOf(Machine("a")), window, [], Hour).VirtualMachines);
    }

    private static void AssertSame(DemandForecast? expected, DemandForecast? actual)
    {
        Assert.NotNull(expected);
        Assert.NotNull(actual);
        Assert.Equal(expected.Model, actual.Model);
        Assert.Equal(expected.Quantiles.AsEnumerable(), actual.Quantiles.AsEnumerable());
    }
}
