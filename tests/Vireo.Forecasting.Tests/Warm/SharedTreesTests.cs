using Vireo.Fleet;
using Vireo.Forecasting.Boosting;
using static Vireo.Forecasting.Tests.FleetFixture;

namespace Vireo.Forecasting.Tests.Warm;

public sealed class SharedTreesTests
{
    private const int Machines = 66;
    private const int Primed = 284;
    private const int Steps = Primed + 40;
    private static readonly BoostingOptions Small = new() { Rows = 1_500, Trees = 12, Forests = 1, Leaves = 8 };

    // Choices come often, so that the first one after the training comes soon.
    private static readonly ForecastOptions Options = new() { SharedTrees = Small, ReselectEvery = TimeSpan.FromMinutes(60) };
    private static readonly double[][] Loads = [.. Enumerable.Range(0, Machines).Select(Load)];

    [Fact]
    public void Trees_are_tried_on_each_series_once_they_are_trained()
    {
        var forecaster = new FleetForecaster(Options);

        int first = Replay(forecaster, Names(), shared: true);

        Assert.InRange(first, 289, 310);
    }

    [Fact]
    public void Trees_are_not_trained_unless_the_policy_asks_for_them()
    {
        var forecaster = new FleetForecaster(Options);

        int first = Replay(forecaster, Names(), shared: false);

        Assert.Equal(-1, first);
    }

    [Fact]
    public void Training_and_adoption_depend_neither_on_threads_nor_on_the_order_of_the_series()
    {
        // From 64 series on teaching is spread over the cores. Two forecasters at once fight for them, so that work is
        // shared out differently in each.
        var many = new FleetForecaster(Options);
        var one = new FleetForecaster(Options);
        int[] first = [0, 0];

        Parallel.Invoke(
            () => first[0] = Replay(many, Names(), shared: true),
            () => first[1] = Replay(one, [.. Names().Reverse()], shared: true));

        Assert.Equal(first[0], first[1]);
        Assert.All(Names(), name => Assert.Equal(
            many.Forecast(Key(name, Metric.CpuUsage), 12)!.Quantiles, one.Forecast(Key(name, Metric.CpuUsage), 12)!.Quantiles));
    }

    [Fact]
    public void A_training_that_was_cancelled_goes_on_in_the_next_cycle()
    {
        var forecaster = new FleetForecaster(Options);
        Prime(forecaster, Names());
        forecaster.Know(FleetOf(), new Policy { SharedTrees = true });
        int cancelled = 0;
        for (int end = Primed + 1; end <= Steps; end++)
        {
            FleetSeries window = Window(end - 1, [.. Names().Select((name, i) => (Key(name, Metric.CpuUsage), Loads[i][(end - 1)..end]))]);
            try
            {
                forecaster.Observe(window, new CancellationToken(canceled: end is > 289 and < 294));
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }
        }

        Assert.InRange(cancelled, 1, 4);
        Assert.Contains(forecaster.Report(), report => report.Trials.Any(trial => trial.Model == ModelNames.Boosting));
    }

    [Fact]
    public void After_a_restart_trees_are_trained_anew_from_what_was_stored()
    {
        var restarted = new FleetForecaster(Options);
        restarted.Teach(Window(0, [.. Names().Select((name, i) => (Key(name, Metric.CpuUsage), Loads[i][..300]))]));

        int first = Follow(restarted, Names(), shared: true, from: 300);

        Assert.InRange(first, 301, Steps);
    }

    private static int Replay(FleetForecaster forecaster, string[] names, bool shared)
    {
        Prime(forecaster, names);

        return Follow(forecaster, names, shared, Primed);
    }

    private static void Prime(FleetForecaster forecaster, string[] names) =>
        forecaster.Teach(Window(0, [.. names.Select(name => (Key(name, Metric.CpuUsage), LoadOf(name)[..Primed]))]));

    // The step after which trees are first among what was tried; -1 for never.
    private static int Follow(FleetForecaster forecaster, string[] names, bool shared, int from)
    {
        forecaster.Know(FleetOf(), new Policy { SharedTrees = shared });
        int first = -1;
        for (int end = from + 1; end <= Steps; end++)
        {
            forecaster.Teach(Window(
                end - 1, [.. names.Select(name => (Key(name, Metric.CpuUsage), LoadOf(name)[(end - 1)..end]))]));
            if (first < 0 && forecaster.Report().Any(report => report.Trials.Any(trial => trial.Model == ModelNames.Boosting)))
            {
                first = end;
            }
        }

        return first;
    }

    private static double[] LoadOf(string name) => Loads[int.Parse(name[3..])];

    private static string[] Names() => [.. Enumerable.Range(0, Machines).Select(i => $"vm-{i:00}")];

    private static double[] Load(int machine) =>
        [.. Waves.Returning(Steps, 0.8, machine + 1).Select(value => Math.Max(1, 1_000 + (100 * value)))];
}
