using Vireo.Fleet;

namespace Vireo.Server.Dashboard.Charts;

/// <summary>The unit in which a chart shows a metric.</summary>
/// <param name="Divisor">Values are divided by this.</param>
/// <param name="Unit">And then carry this unit.</param>
internal sealed record ChartScale(double Divisor, string Unit)
{
    public static ChartScale Of(Metric metric, TimeSeries? series)
    {
        double most = 0;
        foreach (double value in series is null ? default : series.Values.Span)
        {
            most = double.IsFinite(value) ? Math.Max(most, value) : most;
        }

        return metric.Unit switch
        {
            MetricUnit.Ratio => new(0.01, "%"),
            MetricUnit.Mhz => most >= 1000 ? new(1000, "GHz") : new(1, "MHz"),
            MetricUnit.Bytes => Binary(most, ""),
            MetricUnit.BytesPerSecond => Binary(most, "/s"),
            MetricUnit.Watts => new(1, "W"),
            MetricUnit.Seconds => new(1, "s"),
            MetricUnit.PerSecond => new(1, "/s"),
            _ => new(1, ""),
        };
    }

    private static ChartScale Binary(double most, string per) => most switch
    {
        >= 1L << 30 => new(1L << 30, $"GiB{per}"),
        >= 1L << 20 => new(1L << 20, $"MiB{per}"),
        _ => new(1L << 10, $"KiB{per}"),
    };
}
