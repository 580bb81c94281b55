using System.Globalization;
using Vireo.Cli.Terminal;
using Vireo.Forecasting;
using Vireo.Forecasting.Evaluation;

namespace Vireo.Cli.Series;

/// <summary>Compares models on past origins of the series, for <c>--cv</c>.</summary>
internal static class AccuracyTable
{
    private const int ModelWidth = 12;
    private const int Width = 12;

    /// <summary>Writes a line a model to standard error.</summary>
    public static void Print(
        IReadOnlyList<double[]> series, SeriesForecastRequest request, IReadOnlyList<string> models, int origins,
        CancellationToken cancellationToken)
    {
        int season = request.Seasons.Min();
        int[] possible = [.. series.Select(values => RollingOrigin.Possible(values.Length, request.Horizon, season, origins))];
        if (possible.Max() == 0)
        {
            Console.Error.WriteLine(
                $"vireo: note: nothing is judged: one origin of --cv needs more than {(long)request.Horizon + season} values " +
                $"(the horizon and a season), and the longest series has {series.Max(values => values.Length)}.");

            return;
        }

        string[] levels = [.. request.Coverages.Select(coverage => (coverage * 100).ToString("0.###", CultureInfo.InvariantCulture))];
        string[] titles =
        [
            "forecasts", "sMAPE", "MASE", .. levels.Select(level => $"MSIS-{level}"), .. levels.Select(level => $"cover-{level}"),
        ];
        Console.Error.WriteLine($"{"model",-ModelWidth}{string.Concat(titles.Select(title => title.PadLeft(Width)))}");
        foreach (string model in models)
        {
            AccuracyReport[] reports;
            using (var progress = new ProgressBar($"evaluating {model}", TimeProvider.System))
            {
                reports = RollingOrigin.Evaluate(series, request with { Model = model }, origins, progress, cancellationToken);
            }

            string[] cells =
            [
                reports.Sum(report => report.Origins).ToString(CultureInfo.InvariantCulture),
                Mean(reports, report => report.SymmetricError),
                Mean(reports, report => report.ScaledError),
                .. levels.Select((_, i) => Mean(reports, report => report.ScaledIntervalScores[i])),
                .. levels.Select((_, i) => Mean(reports, report => report.Coverages[i])),
            ];
            Console.Error.WriteLine($"{model,-ModelWidth}{string.Concat(cells.Select(cell => cell.PadLeft(Width)))}");
        }

        int fewer = possible.Count(count => count > 0 && count < origins);
        int none = possible.Count(count => count == 0);
        if (fewer + none > 0)
        {
            Console.Error.WriteLine(
                $"vireo: note: of {series.Count} series {fewer} are too short for {origins} origins and were judged at fewer, " +
                $"{none} at none.");
        }
    }

    private static string Mean(AccuracyReport[] reports, Func<AccuracyReport, double> measure)
    {
        double[] finite = [.. reports.Where(report => report.Origins > 0).Select(measure).Where(double.IsFinite)];

        return finite.Length == 0 ? "-" : finite.Average().ToString("0.0000", CultureInfo.InvariantCulture);
    }
}
