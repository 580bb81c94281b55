using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Tests;

public sealed class SeriesBatchTests
{
    private static readonly SeriesForecastRequest Request = new(12, [], ModelNames.Auto, [0.8, 0.95]);

    /// <summary>Enough series that intervals are stretched by what the fleet tells, each coverage by a factor of its
    /// own.</summary>
    private static readonly double[][] Fleet =
        [.. Enumerable.Range(0, 44).Select(i => Waves.Returning(120, phi: 0.3 + (i % 5 * 0.15), seed: i))];

    [Fact]
    public void Wider_intervals_enclose_narrower_ones_also_after_they_were_stretched()
    {
        SeriesForecastResult?[] forecasts = SeriesBatch.Run(Fleet, Request, null, TestContext.Current.CancellationToken);

        Assert.All(forecasts, forecast => Assert.All(Enumerable.Range(0, 12), step => Assert.True(
            forecast!.Lower[1][step] <= forecast.Lower[0][step]
            && forecast.Lower[0][step] <= forecast.Upper[0][step]
            && forecast.Upper[0][step] <= forecast.Upper[1][step])));
    }

    [Fact]
    public void The_order_of_coverages_asked_for_changes_no_interval()
    {
        SeriesForecastResult?[] ascending = SeriesBatch.Run(Fleet, Request, null, TestContext.Current.CancellationToken);
        SeriesForecastResult?[] descending = SeriesBatch.Run(
            Fleet, Request with { Coverages = [0.95, 0.8] }, null, TestContext.Current.CancellationToken);

        Assert.All(ascending.Zip(descending), pair => Assert.Equal(pair.First!.Upper[0], pair.Second!.Upper[1]));
    }

    [Fact]
    public void A_series_without_a_value_gets_none_and_costs_the_others_nothing()
    {
        double[][] series = [.. Fleet, [double.NaN, double.NaN]];

        SeriesForecastResult?[] forecasts = SeriesBatch.Run(series, Request, null, TestContext.Current.CancellationToken);

        Assert.Null(forecasts[^1]);
        Assert.All(forecasts[..^1], Assert.NotNull);
    }

    [Theory]
    [InlineData("auto", Effort.BySize, 20_000, Effort.Thorough)]
    [InlineData("auto", Effort.BySize, 20_001, Effort.Quick)]
    [InlineData("auto", Effort.Thorough, 20_001, Effort.Thorough)]
    [InlineData("auto", Effort.Loop, 1, Effort.Loop)]
    [InlineData("arima", Effort.BySize, 1_000_000, Effort.Thorough)]
    public void Very_many_series_are_chosen_for_quickly_and_a_named_model_is_what_it_is(
        string model, Effort wanted, int count, Effort effort)
    {
        var request = new SeriesForecastRequest(1, [], model, [0.8]) { Effort = wanted };

        Assert.Equal(effort, SeriesBatch.EffortFor(request, count));
    }

    [Theory]
    [InlineData("snaive", 30, 60, "snaive-as-naive")]
    [InlineData("snaive", 90, 60, "snaive")]
    [InlineData("lstm", 60, 1, "lstm-as-level")]
    public void A_model_that_forecasts_as_a_simpler_one_says_so(string model, int length, int season, string name)
    {
        double[] series = Waves.Noise(length, seed: 3);

        var forecast = SeriesBatch.Run([series], new SeriesForecastRequest(3, [season], model, [0.8]), null, CancellationToken.None)[0];

        Assert.Equal(name, forecast!.Model);
    }

    [Fact]
    public void A_constant_is_that_constant_to_the_last_digit()
    {
        double[] series = Waves.Constant(60, 0.1);

        var forecast = SeriesBatch.Run([series], new SeriesForecastRequest(3, [7], "snaive", [0.8]), null, CancellationToken.None)[0];

        Assert.All(forecast!.Mean, value => Assert.Equal(0.1, value));
    }
}
