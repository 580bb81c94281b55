using System.Globalization;

namespace Vireo.Benchmarks.Forecasts;

/// <summary>R's <c>forecast</c> and statsmodels on the same series, in the same run.</summary>
internal static class Peers
{
    private const string R = "Rscript";
    private const string Python = "/usr/bin/python3";

    /// <summary>R's automatic ARIMA: a row of CPU seconds, AICc and the forecasts for each series; null when
    /// absent.</summary>
    public static double[][]? RAutoArima(BenchmarkContext context, ArimaSeries[] series) =>
        Run(context, R, "auto_arima.R", series);

    /// <summary>R's automatic ETS, likewise.</summary>
    public static double[][]? REts(BenchmarkContext context, ArimaSeries[] series) => Run(context, R, "ets.R", series);

    /// <summary>R's ses, damped or theta: CPU seconds, forecasts, then lower and upper bounds; null when
    /// absent.</summary>
    public static double[][]? RSimple(BenchmarkContext context, ArimaSeries[] series, string method) =>
        Run(context, R, "simple.R", series, method);

    /// <summary>Smoothing in statsmodels: CPU seconds and the forecasts; null when absent.</summary>
    public static double[][]? Statsmodels(BenchmarkContext context, ArimaSeries[] series, string method) =>
        Run(context, Python, "smoothing.py", series, method);

    /// <summary>statsmodels' SARIMAX of one order: CPU seconds and the likelihood; null when absent.</summary>
    public static double[][]? Sarimax(BenchmarkContext context, ArimaSeries[] series) =>
        PeerProgram.Run(Python, "sarimax.py", context.WorkFolder, series);

    /// <summary>The mean CPU time of a peer in words, or that it is not installed.</summary>
    /// <param name="name">Who.</param>
    /// <param name="rows">What it answered; null when it is absent.</param>
    /// <param name="unit">ms or µs.</param>
    public static string Cpu(string name, double[][]? rows, string unit) => rows is null
        ? $"{name} not installed"
        : $"{name} {MarkdownTable.Number(rows.Average(row => row[0]) * (unit == "ms" ? 1e3 : 1e6))} {unit}";

    /// <summary>The mean scaled error of a peer's forecasts, in words.</summary>
    public static string Error(string name, double[][]? rows, ArimaSeries[] series, int from) => rows is null
        ? $"{name} not installed"
        : $"{name} {MarkdownTable.Number(ScaledError(series, [.. rows.Select(row => row[from..])]))}";

    /// <summary>The mean MASE, of series that have a scale.</summary>
    public static double ScaledError(ArimaSeries[] series, double[][] paths) =>
        series.Zip(paths, (one, path) => one.ScaledError(path)).Where(double.IsFinite).Average();

    /// <summary>Evenly drawn series.</summary>
    public static T[] Sample<T>(IReadOnlyList<T> all, int count) => all.Count <= count
        ? [.. all]
        : [.. Enumerable.Range(0, count).Select(i => all[(all.Count / count * i) + (all.Count / count / 2)])];

    private static double[][]? Run(
        BenchmarkContext context, string program, string script, ArimaSeries[] series, params string[] more)
    {
        string horizon = series[0].Actual.Length.ToString(CultureInfo.InvariantCulture);
        Console.Error.WriteLine($"  {script} {string.Join(' ', more)} on {series.Length} series …");

        return PeerProgram.Run(program, script, context.WorkFolder, series, [horizon, .. more]);
    }
}
