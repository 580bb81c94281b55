using System.Globalization;
using Vireo.Forecasting.Theta;

namespace Vireo.Benchmarks;

/// <summary>The hourly series of the M4 competition and its scores.</summary>
/// <remarks>Makridakis, Spiliotis &amp; Assimakopoulos (2020), "The M4 Competition: 100,000 time series and 61
/// forecasting methods". OWA is the mean of sMAPE and MASE, each averaged over series and divided by that of
/// Naive2.</remarks>
internal static class M4
{
    /// <summary>Hours to forecast.</summary>
    public const int Horizon = 48;

    /// <summary>Hours in the season that scales MASE.</summary>
    public const int Season = 24;

    /// <summary>Reads history and future of each series; empty where the folder holds none.</summary>
    /// <param name="sharedData">The folder with <c>data/m4-hourly</c>.</param>
    public static IReadOnlyList<M4Series> Read(string? sharedData)
    {
        string folder = Path.Combine(sharedData ?? "", "data", "m4-hourly");
        string train = Path.Combine(folder, "Hourly-train.csv");
        if (!File.Exists(train))
        {
            return [];
        }

        return [.. Rows(train).Zip(
            Rows(Path.Combine(folder, "Hourly-test.csv")),
            (history, future) => new M4Series(history.Id, history.Values, future.Values))];
    }

    /// <summary>Naive2: the last value, after a significant season was taken out, and with it put back.</summary>
    public static double[] Naive2(double[] history)
    {
        SeasonalIndices season = SeasonalIndices.Of(history, Season, smallestFactor: 0);
        double last = season.Remove(history[^1], (history.Length - 1) % season.Period);

        return [.. Enumerable.Range(history.Length, Horizon).Select(at => season.Restore(last, at % season.Period))];
    }

    /// <summary>Scores forecasts of all series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="forecasts">One path each, in the same order.</param>
    public static M4Score Score(IReadOnlyList<M4Series> series, IReadOnlyList<double[]> forecasts)
    {
        (double smape, double mase) = Averages(series, forecasts);
        (double smape2, double mase2) = Averages(series, [.. series.Select(one => Naive2(one.History))]);

        return new M4Score(smape, mase, 0.5 * ((smape / smape2) + (mase / mase2)));
    }

    private static (double Smape, double Mase) Averages(
        IReadOnlyList<M4Series> series, IReadOnlyList<double[]> forecasts)
    {
        double smape = 0;
        double mase = 0;
        for (int i = 0; i < series.Count; i++)
        {
            double[] actual = series[i].Future;
            double[] history = series[i].History;
            double scale = history.Skip(Season).Zip(history, (now, before) => Math.Abs(now - before)).Average();
            double[] forecast = forecasts[i];
            smape += actual.Zip(forecast, (y, f) => 200 * Math.Abs(y - f) / (Math.Abs(y) + Math.Abs(f))).Average();
            mase += actual.Select((y, h) => Math.Abs(y - forecast[h])).Average() / scale;
        }

        return (smape / series.Count, mase / series.Count);
    }

    private static IEnumerable<(string Id, double[] Values)> Rows(string file)
    {
        foreach (string line in File.ReadLines(file).Skip(1))
        {
            string[] cells = line.Replace("\"", "", StringComparison.Ordinal).Split(',');
            yield return (cells[0], [.. cells.Skip(1).TakeWhile(cell => cell.Length > 0)
                .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))]);
        }
    }
}
