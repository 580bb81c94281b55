using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Tests.Warm;

/// <summary>A restart keeps which models were chosen, and why.</summary>
public sealed class KeptChoiceTests
{
    private const int Days = 4;

    private static readonly (SeriesKey Key, double[] Values)[] Series =
    [
        .. Enumerable.Range(0, 6).Select(i => (
            FleetFixture.Key($"vm-{i:00}", Metric.CpuUsage),
            Waves.Daily(288 * Days, season: 288, noise: 3 + i, seed: i).Select(value => 500 + (20 * value)).ToArray())),
    ];

    [Fact]
    public void A_restart_shows_the_choices_made_before_and_costs_a_part_of_them()
    {
        FleetForecaster first = Taught([]);
        ImmutableArray<KeptChoice> kept = first.TakeChoices();

        FleetForecaster second = Taught(kept);

        Assert.Equal(Series.Length, kept.Length);
        Assert.Equal(first.Report().Select(Shown), second.Report().Select(Shown));
        Assert.True(second.Choices.Work < 0.8 * first.Choices.Work, $"{second.Choices.Work} of {first.Choices.Work}");
        Assert.Empty(second.TakeChoices());
    }

    [Fact]
    public void What_was_kept_forecasts_as_what_was_chosen_would()
    {
        FleetForecaster first = Taught([]);
        FleetForecaster second = Taught(first.TakeChoices());

        Assert.All(Series, one =>
            Assert.Equal(first.Forecast(one.Key, 12)?.Quantiles.AsEnumerable(), second.Forecast(one.Key, 12)?.Quantiles.AsEnumerable()));
    }

    [Fact]
    public void A_choice_that_is_due_again_or_names_a_model_that_is_not_there_is_made_anew()
    {
        ImmutableArray<KeptChoice> kept = Taught([]).TakeChoices();
        KeptChoice old = kept[0] with { LastsUntil = 0 };
        KeptChoice trees = kept[1] with { Trials = [new ModelTrial(ModelNames.Boosting, 0.5, 0.5, 0.8, 1, "Chosen.")] };
        KeptChoice nobody = kept[2] with { Series = "VirtualMachine/gone/cpu.usage" };

        FleetForecaster second = Taught([old, trees, nobody, .. kept[3..]]);

        string[] anew = [.. second.TakeChoices().Select(choice => choice.Series).Order(StringComparer.Ordinal)];
        Assert.Equal(kept[..3].Select(choice => choice.Series).Order(StringComparer.Ordinal), anew);
    }

    private static string Shown(ModelReport report) => $"{report.Key} {report.Model} {string.Join("; ", report.Trials)}";

    private static FleetForecaster Taught(IEnumerable<KeptChoice> kept)
    {
        var forecaster = new FleetForecaster(new());
        forecaster.Recall(kept);
        forecaster.Teach(FleetFixture.Window(0, Series));

        return forecaster;
    }
}
