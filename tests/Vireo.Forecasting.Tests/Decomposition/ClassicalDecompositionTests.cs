using System.Text.Json;
using Vireo.Forecasting.Decomposition;

namespace Vireo.Forecasting.Tests.Decomposition;

public sealed class ClassicalDecompositionTests
{
    [Fact]
    public void Figure_and_trend_agree_with_statsmodels()
    {
        foreach (JsonElement golden in SeasonalGolden.Cases("decompose.json"))
        {
            double[] series = SeasonalGolden.Series(golden.Text("series")).Values;
            int period = golden.GetProperty("period").GetInt32();

            SeasonalComponents parts = golden.Text("model") == "additive"
                ? ClassicalDecomposition.Additive(series, period)
                : ClassicalDecomposition.Multiplicative(series, period);

            SeasonalGolden.AssertClose(golden, "seasonal", parts.Seasonal.AsSpan(0, period), 1e-8);
            SeasonalGolden.AssertClose(golden, "trend", parts.Trend, 1e-8);
        }
    }
}
