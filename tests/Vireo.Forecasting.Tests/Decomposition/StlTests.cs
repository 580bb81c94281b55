using System.Text.Json;
using CsCheck;
using Vireo.Forecasting.Decomposition;

namespace Vireo.Forecasting.Tests.Decomposition;

public sealed class StlTests
{
    [Fact]
    public void Components_agree_with_R()
    {
        foreach (JsonElement golden in SeasonalGolden.Stl)
        {
            (double[] series, int period) = SeasonalGolden.Series(golden.Text("series"));
            JsonElement window = golden.GetProperty("s_window");
            var options = new StlOptions(
                window.ValueKind == JsonValueKind.Number ? window.GetInt32() : null,
                IsRobust: golden.GetProperty("robust").GetBoolean());

            SeasonalComponents parts = Stl.Decompose(series, period, options);

            SeasonalGolden.AssertClose(golden, "seasonal", parts.Seasonal, 1e-7);
            SeasonalGolden.AssertClose(golden, "trend", parts.Trend, 1e-7);
            SeasonalGolden.AssertClose(golden, "remainder", parts.Remainder, 1e-7);
        }
    }

    [Fact]
    public void Parts_add_up_to_the_series() =>
        Gen.Select(Gen.Double[-1e6, 1e6].Array[30, 120], Gen.Int[2, 12], Gen.Bool).Sample((series, period, isRobust) =>
        {
            SeasonalComponents parts = Stl.Decompose(series, period, new StlOptions(7, IsRobust: isRobust));

            for (int i = 0; i < series.Length; i++)
            {
                Assert.Equal(series[i], parts.Seasonal[i] + parts.Trend[i] + parts.Remainder[i], 1e-6);
            }
        });

    [Fact]
    public void A_constant_is_all_trend()
    {
        SeasonalComponents parts = Stl.Decompose(Waves.Constant(60, 1e150), 12, new StlOptions(7, IsRobust: true));

        Assert.All(parts.Trend, value => Assert.Equal(1, value / 1e150, 1e-12));
        Assert.All(parts.Seasonal, value => Assert.Equal(0, value / 1e150, 1e-12));
    }

    [Fact]
    public void A_clean_wave_is_strongly_seasonal_and_noise_is_not()
    {
        SeasonalComponents wave = Stl.Decompose(Waves.Daily(240, 24, noise: 1, seed: 1), 24, StlOptions.Periodic);
        SeasonalComponents noise = Stl.Decompose(Waves.Noise(240, seed: 1), 24, StlOptions.Periodic);

        Assert.InRange(wave.SeasonalStrength, 0.95, 1);
        Assert.InRange(noise.SeasonalStrength, 0, 0.4);
    }

    [Fact]
    public void Less_than_two_seasons_is_refused() =>
        Assert.Throws<ArgumentException>(() => Stl.Decompose(new double[23], 12, StlOptions.Periodic));
}
