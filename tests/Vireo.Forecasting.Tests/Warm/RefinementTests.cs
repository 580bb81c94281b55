using System.Collections.Immutable;
using CsCheck;
using Vireo.Fleet;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Tests.Warm;

/// <summary>What model choices leave of a cycle's budget goes into choices as thorough as those for a file.</summary>
public sealed class RefinementTests
{
    private const int Day = 288;
    private static readonly Policy Refining = new() { RefineModels = true };

    [Fact]
    public void Every_model_that_can_pay_is_compared_where_the_policy_asks_for_it()
    {
        var forecaster = new FleetForecaster(new());
        forecaster.Know(FleetFixture.FleetOf(), Refining);

        forecaster.Teach(FleetFixture.Window(0, Loads(2, Day)));

        Assert.Equal((2, 2, 0), (forecaster.Choices.Made, forecaster.Choices.Refined, forecaster.Choices.Unrefined));
        Assert.All(forecaster.Report(), report =>
        {
            Assert.Equal(Effort.Thorough, report.Effort);
            Assert.Equal(FleetFixture.Start + (Day * FleetFixture.Step), report.ChosenAt);
            Assert.Contains(report.Trials, trial => trial.Model == ModelNames.Arima);
            Assert.Contains(report.Trials, trial => trial.Model == ModelNames.Ets);
        });
    }

    [Theory]
    [InlineData(false, null, false)]
    [InlineData(true, null, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public void The_policy_decides_and_else_the_options(bool options, bool? policy, bool isRefined)
    {
        var forecaster = new FleetForecaster(new() { RefinesModels = options });
        forecaster.Know(FleetFixture.FleetOf(), new Policy { RefineModels = policy });

        forecaster.Teach(FleetFixture.Window(0, Loads(1, Day)));

        Assert.Equal(isRefined ? Effort.Thorough : Effort.Loop, Assert.Single(forecaster.Report()).Effort);
    }

    [Fact]
    public void The_most_valuable_series_come_first_and_each_cycle_keeps_to_its_budget()
    {
        (SeriesKey Key, double[] Values)[] series =
        [
            (FleetFixture.Key("small", Metric.CpuUsage), [.. Load(1, Day).Select(value => value / 10)]),
            (FleetFixture.Key("large", Metric.CpuUsage), Load(2, Day)),
            (FleetFixture.Key("huge", Metric.MemoryUsage), [.. Load(3, Day).Select(value => value * 1e6)]),
        ];
        var forecaster = new FleetForecaster(new() { RefinementBudget = 1 });
        forecaster.Know(FleetFixture.FleetOf(), Refining);
        List<string> order = [];
        List<(int, int)> counts = [];
        for (int cycle = 0; cycle < series.Length; cycle++)
        {
            forecaster.Teach(FleetFixture.Window(0, series));
            counts.Add((forecaster.Choices.Refined, forecaster.Choices.Unrefined));
            order.AddRange(Thorough(forecaster).Except(order));
        }

        Assert.Equal(["large", "small", "huge"], order);
        Assert.Equal([(1, 2), (1, 1), (1, 0)], counts);
    }

    [Fact]
    public void Nothing_is_refined_while_choices_wait()
    {
        var forecaster = new FleetForecaster(new() { SelectionBudget = 1 });
        forecaster.Know(FleetFixture.FleetOf(), Refining);

        forecaster.Teach(FleetFixture.Window(0, Loads(2, Day)));

        Assert.Equal((1, 1, 0, 1), (
            forecaster.Choices.Made, forecaster.Choices.Waiting, forecaster.Choices.Refined, forecaster.Choices.Unrefined));
    }

    [Fact]
    public void Series_without_a_day_of_history_are_left_to_the_quick_models()
    {
        var forecaster = new FleetForecaster(new());
        forecaster.Know(FleetFixture.FleetOf(), Refining);

        forecaster.Teach(FleetFixture.Window(0, Loads(1, Day - 1)));

        Assert.Equal(Effort.Loop, Assert.Single(forecaster.Report()).Effort);
    }

    [Fact]
    public void A_restart_keeps_thorough_choices_and_compares_nothing_anew()
    {
        (SeriesKey Key, double[] Values)[] series = Loads(4, 2 * Day);
        FleetForecaster first = Taught(series, []);
        ImmutableArray<KeptChoice> kept = first.TakeChoices();

        FleetForecaster second = Taught(series, kept);

        Assert.Equal(first.Report().Select(Shown), second.Report().Select(Shown));
        Assert.Equal(0, second.Choices.Refined);
        Assert.Empty(second.TakeChoices());
        Assert.True(second.Choices.Work < 0.5 * first.Choices.RefinementWork, $"{second.Choices} after {first.Choices}");
    }

    [Fact]
    public void Results_depend_neither_on_threads_nor_on_the_order_of_the_series()
    {
        (SeriesKey Key, double[] Values)[] series = Loads(12, Day);
        FleetForecaster[] forecasters = [new(new() { RefinementBudget = 40_000 }), new(new() { RefinementBudget = 40_000 })];

        // Two at once fight for the cores, so that work is shared out differently in each.
        Parallel.For(0, 2, which =>
        {
            forecasters[which].Know(FleetFixture.FleetOf(), Refining);
            for (int cycle = 0; cycle < 3; cycle++)
            {
                forecasters[which].Teach(FleetFixture.Window(0, which == 0 ? series : [.. series.Reverse()]));
            }
        });

        Assert.InRange(Thorough(forecasters[0]).Count(), 3, 11);
        Assert.Equal(forecasters[0].Report().Select(Shown), forecasters[1].Report().Select(Shown));
        Assert.All(series, one => Assert.Equal(
            forecasters[0].Forecast(one.Key, 12)!.Quantiles, forecasters[1].Forecast(one.Key, 12)!.Quantiles));
    }

    [Fact]
    public void A_thorough_choice_is_fitted_anew_when_others_are_chosen_anew_and_keeps_its_evidence()
    {
        const int Period = 72;
        (SeriesKey Key, double[] Values) one = (FleetFixture.Key("a", Metric.CpuUsage), Load(4, Day + Period + 1));
        var forecaster = new FleetForecaster(new() { ReselectEvery = Period * FleetFixture.Step });
        forecaster.Know(FleetFixture.FleetOf(), Refining);
        forecaster.Teach(FleetFixture.Window(0, (one.Key, one.Values[..Day])));
        KeptChoice made = forecaster.TakeChoices()[^1];
        Follow(forecaster, one, Day);

        KeptChoice renewed = Assert.Single(forecaster.TakeChoices());

        Assert.Equal((Effort.Thorough, made.MadeAt, made.LastsUntil + Period), (renewed.Effort, renewed.MadeAt, renewed.LastsUntil));
        Assert.Equal(made.Trials, renewed.Trials);
    }

    [Fact]
    public void It_is_compared_anew_once_its_evidence_is_old()
    {
        const int Period = 72;
        (SeriesKey Key, double[] Values) one = (FleetFixture.Key("a", Metric.CpuUsage), Load(4, Day + (3 * Period)));
        var forecaster = new FleetForecaster(new()
        {
            ReselectEvery = Period * FleetFixture.Step,
            RefineEvery = 2 * Period * FleetFixture.Step,
        });
        forecaster.Know(FleetFixture.FleetOf(), Refining);
        forecaster.Teach(FleetFixture.Window(0, (one.Key, one.Values[..Day])));
        Follow(forecaster, one, Day);

        KeptChoice[] compared = [.. forecaster.TakeChoices().Where(choice => choice.Effort == Effort.Thorough).DistinctBy(choice => choice.MadeAt)];

        Assert.Equal(2, compared.Length);
        Assert.Equal(2 * Period, compared[1].MadeAt - compared[0].MadeAt);
    }

    [Fact]
    public void One_that_proves_wrong_gives_way_at_once_and_is_not_refined_again_within_a_day()
    {
        // Restless around a mean, then a random walk far from it.
        double[] values = [.. Waves.Returning(400, phi: 0.2, seed: 5), .. Waves.RandomWalk(300, seed: 6)];
        (SeriesKey Key, double[] Values) one = (FleetFixture.Key("a", Metric.CpuUsage), values);
        var forecaster = new FleetForecaster(new());
        forecaster.Know(FleetFixture.FleetOf(), Refining);
        forecaster.Teach(FleetFixture.Window(0, (one.Key, values[..400])));
        long refined = forecaster.TakeChoices()[^1].MadeAt;
        Follow(forecaster, one, 400);

        ImmutableArray<KeptChoice> since = forecaster.TakeChoices();

        Assert.NotEmpty(since);
        Assert.Equal(Effort.Loop, since[0].Effort);
        Assert.InRange(since[0].MadeAt - refined, 12, 60);
        Assert.All(since.Where(choice => choice.Effort == Effort.Thorough), choice => Assert.True(choice.MadeAt - refined >= Day));
    }

    [Fact]
    public void A_cycle_that_is_stopped_refines_in_the_next_one()
    {
        var forecaster = new FleetForecaster(new());
        FleetSeries window = FleetFixture.Window(0, Loads(2, Day));
        forecaster.Teach(window);
        forecaster.Know(FleetFixture.FleetOf(), Refining);

        Assert.ThrowsAny<OperationCanceledException>(() => forecaster.Observe(window, new CancellationToken(canceled: true)));
        Assert.Empty(Thorough(forecaster));
        forecaster.Teach(window);

        Assert.Equal(2, Thorough(forecaster).Count());
    }

    [Fact]
    public void Whatever_the_budget_only_the_last_choice_passes_it()
    {
        FleetSeries window = FleetFixture.Window(0, Loads(5, Day));
        Gen.Int[1, 100_000].Sample(
            budget =>
            {
                var forecaster = new FleetForecaster(new() { RefinementBudget = budget });
                forecaster.Know(FleetFixture.FleetOf(), Refining);
                forecaster.Teach(window);
                ChoiceReport choices = forecaster.Choices;
                long most = choices.RefinementWork / Math.Max(1, choices.Refined);

                return choices.Refined + choices.Unrefined == 5 && choices.Refined == Thorough(forecaster).Count()
                    && choices.RefinementWork - most < budget
                    && (choices.Unrefined == 0 || choices.RefinementWork >= budget);
            },
            iter: 12);
    }

    private static IEnumerable<string> Thorough(FleetForecaster forecaster) => forecaster.Report()
        .Where(report => report.Effort == Effort.Thorough).Select(report => report.Key.Entity.Value);

    private static string Shown(ModelReport report) =>
        $"{report.Key} {report.Model} {report.Effort} {report.ChosenAt:O} {string.Join("; ", report.Trials)}";

    private static void Follow(FleetForecaster forecaster, (SeriesKey Key, double[] Values) one, int from)
    {
        for (int step = from; step < one.Values.Length; step++)
        {
            forecaster.Teach(FleetFixture.Window(step, (one.Key, one.Values[step..(step + 1)])));
        }
    }

    private static FleetForecaster Taught((SeriesKey, double[])[] series, IEnumerable<KeptChoice> kept)
    {
        var forecaster = new FleetForecaster(new());
        forecaster.Know(FleetFixture.FleetOf(), Refining);
        forecaster.Recall(kept);
        forecaster.Teach(FleetFixture.Window(0, series));

        return forecaster;
    }

    private static (SeriesKey Key, double[] Values)[] Loads(int machines, int steps) =>
    [
        .. Enumerable.Range(0, machines).Select(i => (FleetFixture.Key($"vm-{i:00}", Metric.CpuUsage), Load(i, steps))),
    ];

    private static double[] Load(int machine, int steps) =>
        [.. Waves.Returning(steps, phi: 0.7, machine + 1).Select(value => Math.Max(1, 1_000 + (100 * value)))];
}
