using Vireo.Fleet;

namespace Vireo.Detection.Anomalies;

/// <summary>Where a series was expected at each point, from what was before it only, and where it was unusual.</summary>
/// <param name="Low">Three standard deviations below what was usual at that time of day; NaN while that was not
/// known.</param>
/// <param name="High">Likewise above.</param>
/// <param name="IsUnusual">Whether the detector saw something there: it looks at more than the distance, so a point in
/// the band can be unusual and one beyond it need not be.</param>
public sealed record UsualBand(double[] Low, double[] High, bool[] IsUnusual)
{
    private const double Width = 3;

    /// <summary>Goes through a series as the detector of the running watch does, from its first point on.</summary>
    /// <param name="series">Oldest first; a week or more knows the time of day well.</param>
    /// <remarks>O(points).</remarks>
    public static UsualBand Of(TimeSeries series)
    {
        var values = series.Values.Span;
        var band = new UsualBand(new double[values.Length], new double[values.Length], new bool[values.Length]);
        var detector = new SeriesDetector(
            series.Step, Math.Max(1, (int)(FleetAnomalies.Probation / series.Step)),
            MetricSense.Of(series.Key.Metric));
        for (int i = 0; i < values.Length; i++)
        {
            bool isAlert = detector.Next((series.Start + (i * series.Step)).UtcDateTime, values[i]).IsAlert;
            double usual = detector.IsOfHour ? detector.Usual : double.NaN;
            band.Low[i] = usual - (Width * detector.Spread);
            band.High[i] = usual + (Width * detector.Spread);
            band.IsUnusual[i] = isAlert && double.IsFinite(values[i])
                && LeastEffect.Matters(series.Key.Metric, values[i], detector.Usual);
        }

        return band;
    }
}
