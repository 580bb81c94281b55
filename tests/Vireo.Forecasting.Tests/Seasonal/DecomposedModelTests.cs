using System.Text.Json;
using Vireo.Forecasting.Ets;
using Vireo.Forecasting.Seasonal;

namespace Vireo.Forecasting.Tests.Seasonal;

public sealed class DecomposedModelTests
{
    [Fact]
    public void Forecasts_agree_with_stlf_of_R()
    {
        foreach (JsonElement golden in SeasonalGolden.Simple("stlf_ets"))
        {
            (double[] series, int period) = SeasonalGolden.Series(golden.Text("series"));
            var model = new DecomposedModel("stlf", new ByCriterion(), [period]);

            model.Fit(series);

            // Two optimisers, one likelihood: the levels differ in the fourth digit.
            double[] mean = golden.GetProperty("mean").Numbers();
            double tolerance = 0.01 * (series.Max() - series.Min());
            Assert.All(mean.Zip(model.Forecast(mean.Length)), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    [Fact]
    public void A_gap_leaves_seasons_in_phase()
    {
        double[] series = Waves.Daily(24 * 10, 24, noise: 0.1, seed: 3);
        var model = new DecomposedModel("stl", new EtsModel(1), [24]);
        model.Fit([.. series.AsSpan(0, 100), double.NaN, .. series.AsSpan(101, 99)]);
        for (int i = 200; i < 216; i++)
        {
            model.Update(double.NaN);
        }

        double[] path = model.Forecast(24);

        Assert.InRange(path.Zip(series[216..]).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 0.5);
    }

    /// <summary>Chooses by AICc, as R does.</summary>
    private sealed class ByCriterion : IPathModel
    {
        private EtsState? _state;
        private EtsParameters _parameters;

        public string Name => "ets";

        public void Fit(ReadOnlySpan<double> history)
        {
            EtsFit fit = EtsFitter.FitBest(history, 1)!;
            _parameters = fit.Parameters;
            _state = fit.StateAfter(history);
        }

        public void Update(double value) => _state!.Update(value, _parameters);

        public void Forecast(Span<double> path) => _state!.Forecast(_parameters.Phi, path);
    }
}
