using System.Collections.Immutable;

namespace Vireo.Forecasting.Evaluation;

/// <summary>Judges a model as it would have been used: forecasts from several past origins, each without what came later.</summary>
public static class RollingOrigin
{
    /// <summary>Refits at each of the newest origins, one horizon apart, and averages the measures.</summary>
    /// <param name="series">Evenly spaced, oldest first; NaN marks a gap.</param>
    /// <param name="request">What is forecast at each origin.</param>
    /// <param name="origins">How many, at least one; those that would leave less than a season of history, or nothing
    /// finite, are skipped.</param>
    public static AccuracyReport Evaluate(ReadOnlySpan<double> series, SeriesForecastRequest request, int origins)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(origins);
        int season = Math.Max(1, request.Seasons.IsDefaultOrEmpty ? 1 : request.Seasons.Min());
        List<AccuracyReport> reports = [];
        for (int origin = origins; origin >= 1; origin--)
        {
            long at = series.Length - ((long)origin * request.Horizon);
            if (at > season && HasValue(series[..(int)at]))
            {
                reports.Add(Judge(series[..(int)at], series.Slice((int)at, request.Horizon), request, season));
            }
        }

        return Average(reports, request);
    }

    /// <summary>Forecasts once and compares.</summary>
    /// <param name="history">What the model may see.</param>
    /// <param name="actual">What came: one value a step of the horizon.</param>
    /// <param name="request">What is forecast.</param>
    /// <param name="season">Season of the scale of MASE and MSIS; 1 for none.</param>
    public static AccuracyReport Judge(
        ReadOnlySpan<double> history, ReadOnlySpan<double> actual, SeriesForecastRequest request, int season)
    {
        SeriesForecastResult forecast = SeriesForecast.Run(history, request);
        double scale = Accuracy.Scale(history, season);

        // A constant history has no scale: its errors cannot be compared with those of other series.
        scale = scale > 0 ? scale : double.NaN;
        double[] scores = new double[request.Coverages.Length];
        double[] coverages = new double[request.Coverages.Length];
        double pinball = Accuracy.Pinball(actual, forecast.Mean, 0.5);
        for (int i = 0; i < scores.Length; i++)
        {
            double coverage = request.Coverages[i];
            double[] lower = forecast.Lower[i];
            double[] upper = forecast.Upper[i];
            scores[i] = Accuracy.IntervalScore(actual, lower, upper, coverage) / scale;
            coverages[i] = Accuracy.Coverage(actual, lower, upper);
            pinball += Accuracy.Pinball(actual, lower, (1 - coverage) / 2);
            pinball += Accuracy.Pinball(actual, upper, (1 + coverage) / 2);
        }

        return new(
            request.Model,
            1,
            Accuracy.SymmetricError(actual, forecast.Mean),
            Accuracy.AbsoluteError(actual, forecast.Mean) / scale,
            pinball / ((2 * scores.Length) + 1) / scale,
            [.. scores],
            [.. coverages]);
    }

    private static bool HasValue(ReadOnlySpan<double> history)
    {
        foreach (double value in history)
        {
            if (double.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }

    private static AccuracyReport Average(List<AccuracyReport> reports, SeriesForecastRequest request) =>
        new(
            request.Model,
            reports.Count,
            MeanOver(reports, report => report.SymmetricError),
            MeanOver(reports, report => report.ScaledError),
            MeanOver(reports, report => report.ScaledPinball),
            EachCoverage(request, i => MeanOver(reports, report => report.ScaledIntervalScores[i])),
            EachCoverage(request, i => MeanOver(reports, report => report.Coverages[i])));

    private static ImmutableArray<double> EachCoverage(SeriesForecastRequest request, Func<int, double> mean) =>
        [.. Enumerable.Range(0, request.Coverages.Length).Select(mean)];

    private static double MeanOver(List<AccuracyReport> reports, Func<AccuracyReport, double> measure)
    {
        var mean = new MeanOf();
        foreach (AccuracyReport report in reports)
        {
            mean.Add(measure(report));
        }

        return mean.Value;
    }
}
