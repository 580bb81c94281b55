using Vireo.Fleet;

namespace Vireo.Detection.Anomalies;

/// <summary>How far a metric has to be from what is usual for anyone to care, however sure it is that it is
/// unusual.</summary>
/// <remarks>A host that never made its machines wait and now makes them wait a thousandth of the time is unusual beyond
/// doubt, and of no consequence.</remarks>
internal static class LeastEffect
{
    private const double ShareOfUsual = 0.05;
    private const double ReadyShare = 0.02;
    private const double Mhz = 50;
    private const double Bytes = 64L << 20;
    private const double BytesPerSecond = 64L << 10;
    private const double Seconds = 0.02;

    /// <summary>Whether a departure matters.</summary>
    /// <param name="metric">Of what.</param>
    /// <param name="value">As measured, in the metric's unit.</param>
    /// <param name="usual">What is usual; while that is NaN everything matters.</param>
    public static bool Matters(Metric metric, double value, double usual)
    {
        double departure = metric.IsBestAtZero ? value - usual : Math.Abs(value - usual);

        return !(departure < Math.Max(ShareOfUsual * Math.Abs(usual), Of(metric)));
    }

    /// <summary>The least difference that means anything, in the metric's unit.</summary>
    public static double Of(Metric metric) => metric.Unit switch
    {
        MetricUnit.Ratio => ReadyShare,
        MetricUnit.Mhz => Mhz,
        MetricUnit.Bytes => Bytes,
        MetricUnit.BytesPerSecond => BytesPerSecond,
        MetricUnit.Seconds => Seconds,
        _ => 0,
    };
}
