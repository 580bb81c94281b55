using Vireo.Detection.Anomalies;
using Vireo.Fleet;

namespace Vireo.Server.Dashboard.Charts;

/// <summary>Adds what was usual to the newest part of a history, and marks where it was not kept to.</summary>
internal static class UsualShape
{
    /// <summary>How much of the past teaches what is usual.</summary>
    public static readonly TimeSpan Teaching = TimeSpan.FromDays(7);

    /// <summary>Adds it.</summary>
    /// <param name="chart">The chart, whose history is the end of <paramref name="taught"/>.</param>
    /// <param name="taught">The series with its past; null when nothing is stored.</param>
    public static ChartData Add(ChartData chart, TimeSeries? taught)
    {
        int skipped = (taught?.Values.Length ?? 0) - chart.History.Count;
        if (taught is null || skipped < 0)
        {
            return chart;
        }

        var band = UsualBand.Of(taught);
        double?[] low = Drawn(band.Low.AsSpan(skipped));
        double?[] high = Drawn(band.High.AsSpan(skipped));

        return low.All(value => value is null) ? chart : chart with
        {
            UsualLow = low,
            UsualHigh = high,
            Unusual = [.. Enumerable.Range(0, low.Length).Where(i => band.IsUnusual[skipped + i])],
        };
    }

    // No metric is below zero, and JSON has no NaN.
    private static double?[] Drawn(ReadOnlySpan<double> bounds)
    {
        double?[] drawn = new double?[bounds.Length];
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = double.IsFinite(bounds[i]) ? Math.Max(0, bounds[i]) : null;
        }

        return drawn;
    }
}
