using System.Collections.Immutable;

namespace Vireo.Forecasting.Evaluation;

/// <summary>Judges a model as it would have been used: forecasts from several past origins, each without what came
/// later.</summary>
public static class RollingOrigin
{
    /// <summary>Refits at each of the newest origins, one horizon apart, and averages the measures of each
    /// series.</summary>
    /// <param name="series">Each evenly spaced, oldest first; NaN marks a gap.</param>
    /// <param name="request">What is forecast at each origin.</param>
    /// <param name="origins">How many, at least one; those that would leave a series less than a season of history, or
    /// nothing finite, are skipped.</param>
    /// <param name="progress">Told the share that is done; null for nobody.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static AccuracyReport[] Evaluate(
        IReadOnlyList<double[]> series, SeriesForecastRequest request, int origins, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(origins);
        int season = Math.Max(1, request.Seasons.IsDefaultOrEmpty ? 1 : request.Seasons.Min());
        var reports = new List<AccuracyReport>[series.Count];
        for (int i = 0; i < reports.Length; i++)
        {
            reports[i] = [];
        }

        origins = series.Select(values => Possible(values.Length, request.Horizon, season, origins)).DefaultIfEmpty(0).Max();
        for (int origin = origins; origin >= 1; origin--)
        {
            long back = (long)origin * request.Horizon;
            int[] judged = [.. Enumerable.Range(0, series.Count).Where(i => series[i].Length - back > season)];
            double[][] histories = [.. judged.Select(i => series[i][..(int)(series[i].Length - back)])];
            var part = new PartOf(progress, origins - origin, origins);
            SeriesForecastResult?[] forecasts = SeriesBatch.Run(histories, request, part, cancellationToken);
            for (int k = 0; k < judged.Length; k++)
            {
                if (forecasts[k] is { } forecast)
                {
                    ReadOnlySpan<double> actual = series[judged[k]].AsSpan(histories[k].Length, request.Horizon);
                    reports[judged[k]].Add(Judge(histories[k], actual, forecast, request, season));
                }
            }
        }

        return [.. reports.Select(judged => Average(judged, request))];
    }

    /// <summary>At how many of the newest origins a series can be judged: each leaves it more than a season.</summary>
    /// <param name="length">Values of the series.</param>
    /// <param name="horizon">Steps between two origins.</param>
    /// <param name="season">Steps in a season; 1 for none.</param>
    /// <param name="origins">How many are wanted.</param>
    public static int Possible(int length, int horizon, int season, int origins) =>
        (int)Math.Min(origins, Math.Max(0, ((long)length - Math.Max(1, season) - 1) / horizon));

    /// <summary>Compares one forecast with what came.</summary>
    /// <param name="history">What the model saw.</param>
    /// <param name="actual">What came: one value a step of the horizon.</param>
    /// <param name="forecast">What was forecast.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="season">Season of the scale of MASE and MSIS; 1 for none.</param>
    public static AccuracyReport Judge(
        ReadOnlySpan<double> history, ReadOnlySpan<double> actual, SeriesForecastResult forecast,
        SeriesForecastRequest request, int season)
    {
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
