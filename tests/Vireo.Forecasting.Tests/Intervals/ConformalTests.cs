using System.Text.Json;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Tests.Intervals;

/// <summary>The order statistic that calibrated intervals rest on.</summary>
public sealed class ConformalTests
{
    private const double Exact = 1e-9;

    [Fact]
    public void Split_conformal_bounds_are_the_golden_ones()
    {
        foreach (JsonElement golden in Golden.Conformal.GetProperty("split_conformal").EnumerateArray())
        {
            double[] ascending = [.. golden.GetProperty("scores").Numbers().Order()];
            foreach (JsonProperty quantile in golden.GetProperty("quantiles").EnumerateObject())
            {
                double expected = quantile.Value.ValueKind == JsonValueKind.Null
                    ? double.PositiveInfinity
                    : quantile.Value.GetDouble();

                Assert.Equal(expected, SplitConformal.Bound(ascending, double.Parse(quantile.Name)), Exact);
            }
        }
    }
}
