using CsCheck;
using Vireo.Forecasting.Ets;

namespace Vireo.Forecasting.Tests.Ets;

public sealed class EtsModelTests
{
    [Fact]
    public void Weights_of_the_usual_region_are_admissible_without_a_season() =>
        Gen.Select(Gen.Double[0.01, 0.99], Gen.Double[0, 1], Gen.Double[0.8, 1]).Sample((alpha, slope, phi) =>
            EtsAdmissibility.Holds(new EtsParameters(alpha, alpha * slope, 0, phi), hasSeason: false, 1));

    [Theory]
    [InlineData(0.3, 0.05, 0.2, 1, true)]
    [InlineData(0.3, 0.05, 2.2, 1, false)]
    [InlineData(0.3, 3.9, 0.1, 1, false)]
    [InlineData(0.999, 0.9, 0.0005, 0.9, false)]
    [InlineData(0.9, 0.3, 0.05, 0.9, false)]
    public void Admissible_weights_are_told_from_others_as_in_R(
        double alpha, double beta, double gamma, double phi, bool expected) =>
        Assert.Equal(expected, EtsAdmissibility.Holds(new EtsParameters(alpha, beta, gamma, phi), hasSeason: true, 12));

    [Fact]
    public void A_daily_pattern_is_learned_and_repeated()
    {
        double[] series = Waves.Daily(24 * 11, season: 24, noise: 1, seed: 3);
        var model = new EtsModel(24);
        model.Fit(series.AsSpan(0, 240));

        double[] path = model.Forecast(24);

        Assert.InRange(path.Zip(series[240..]).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 1.5);
    }

    [Fact]
    public void Zeros_after_a_positive_history_do_not_blow_forecasts_up()
    {
        var model = new EtsModel(12);
        model.Fit([.. SeasonalGolden.Series("AirPassengers").Values]);

        for (int i = 0; i < 200; i++)
        {
            model.Update(i % 5 == 0 ? 1 : 0);
        }

        Assert.All(model.Forecast(24), value => Assert.InRange(value, -5_000, 5_000));
    }

    [Fact]
    public void A_season_longer_than_R_allows_is_left_out()
    {
        var model = new EtsModel(288);
        model.Fit(Waves.Daily(600, 288, noise: 1, seed: 1));

        Assert.Equal(EtsSeason.None, model.Chosen!.Form.Season);
    }
}
