using System.Diagnostics;
using Vireo.Forecasting.Arima;

namespace Vireo.Benchmarks;

/// <summary>Automatic ARIMA on M4 Hourly and on windows of VMs: cost on one thread, accuracy, and R's on some of the same.</summary>
public static class ArimaBenchmark
{
    private const int PeerHours = 3;
    private const int PeerWindows = 40;
    private const int Updates = 1_000_000;

    /// <summary>Runs all; about half a minute, and two more where R and statsmodels are installed.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is null)
        {
            yield break;
        }

        ArimaSeries[] hours = [.. ArimaSeries.M4Hourly(context.SharedData)];
        ArimaSeries[] windows = [.. ArimaSeries.VirtualMachines(context.SharedData)];
        WarmUp(windows);
        foreach (BenchmarkResult result in Accuracy("M4 Hourly", hours, (150, 1_000, 0.95)))
        {
            yield return result;
        }

        foreach (BenchmarkResult result in Accuracy("VM windows", windows, (4, null, null)))
        {
            yield return result;
        }

        yield return UpdateTime("period 24", hours[0]);
        yield return UpdateTime("period 1", windows[^1]);
        foreach (BenchmarkResult result in Peers("M4 Hourly", context, Sample(hours, PeerHours)))
        {
            yield return result;
        }

        foreach (BenchmarkResult result in Peers("VM windows", context, Sample(windows, PeerWindows)))
        {
            yield return result;
        }
    }

    private static IEnumerable<BenchmarkResult> Accuracy(
        string set, ArimaSeries[] series, (double Mean, double? Worst, double? Error) targets)
    {
        List<double> errors = [];
        double total = 0;
        double worst = 0;
        foreach (ArimaSeries item in series)
        {
            (ArimaForecast forecast, _, double milliseconds) = Timed(item);
            total += milliseconds;
            worst = Math.Max(worst, milliseconds);
            errors.Add(item.ScaledError(forecast.Mean));
        }

        errors.RemoveAll(double.IsNaN);
        errors.Sort();
        yield return new($"arima: {set}, {series.Length} series, CPU a series", total / series.Length, "ms", targets.Mean, false);
        yield return new($"arima: {set}, worst series, CPU", worst, "ms", targets.Worst, false);
        yield return new($"arima: {set}, mean scaled error (MASE)", errors.Average(), "", targets.Error, false);
        yield return new($"arima: {set}, median scaled error", errors[errors.Count / 2], "", null, false);
    }

    private static IEnumerable<BenchmarkResult> Peers(string set, BenchmarkContext context, ArimaSeries[] sample)
    {
        (ArimaForecast Forecast, double Aicc, double Milliseconds)[] ours = [.. sample.Select(Timed)];
        string on = $"{set}, {sample.Length} of the same series";
        double milliseconds = ours.Average(result => result.Milliseconds);
        yield return new($"arima: {on}, CPU a series", milliseconds, "ms", null, false);
        yield return new($"arima: {on}, MASE", MeanError(sample, ours.Select(result => result.Forecast.Mean)), "", null, false);
        string horizon = sample[0].Actual.Length.ToString();
        double[][]? r = PeerProgram.Run("Rscript", "auto_arima.R", context.WorkFolder, sample, horizon);
        if (r is null)
        {
            yield return new($"arima: R auto.arima is not installed, not compared on {set}", double.NaN, "", null, false);
        }
        else
        {
            yield return new($"R auto.arima: {on}, CPU a series", r.Average(row => row[0]) * 1000, "ms", null, false);
            yield return new($"R auto.arima: {on}, MASE", MeanError(sample, r.Select(row => row[2..])), "", null, false);
            double better = ours.Zip(r).Average(pair => pair.First.Aicc - pair.Second[1]);
            yield return new($"arima: {on}, AICc less R's, mean", better, "", null, false);
        }

        double[][]? fixedOrder = PeerProgram.Run("/usr/bin/python3", "sarimax.py", context.WorkFolder, sample);
        yield return fixedOrder is null
            ? new($"arima: statsmodels is not installed, not compared on {set}", double.NaN, "", null, false)
            : new($"statsmodels SARIMAX, one fixed order: {on}, CPU a series", fixedOrder.Average(row => row[0]) * 1000, "ms", null, false);
    }

    private static BenchmarkResult UpdateTime(string name, ArimaSeries series)
    {
        var model = new ArimaModel(series.Period);
        model.Fit(series.History);
        Push(model, series.History, Updates / 10);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Push(model, series.History, Updates);
        double nanoseconds = (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / Updates;

        return new($"arima: update of a fitted series, {name}", nanoseconds, "ns", 500, HigherIsBetter: false);
    }

    private static void Push(ArimaModel model, double[] values, int count)
    {
        for (int i = 0; i < count; i++)
        {
            model.Update(values[i % values.Length]);
        }
    }

    private static (ArimaForecast Forecast, double Aicc, double Milliseconds) Timed(ArimaSeries series)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        ArimaFit fit = AutoArima.Select(series.History, series.Period).Fit;
        ArimaForecast forecast = fit.Forecast(series.Actual.Length);

        return (forecast, fit.Aicc, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
    }

    private static double MeanError(ArimaSeries[] sample, IEnumerable<IReadOnlyList<double>> forecasts) =>
        sample.Zip(forecasts).Select(pair => pair.First.ScaledError(pair.Second)).Where(double.IsFinite).Average();

    private static ArimaSeries[] Sample(ArimaSeries[] series, int count) =>
        [.. Enumerable.Range(0, count).Select(i => series[(series.Length / count * i) + (series.Length / count / 2)])];

    private static void WarmUp(ArimaSeries[] series)
    {
        var started = Stopwatch.StartNew();
        for (int i = 0; i < series.Length && started.Elapsed < TimeSpan.FromSeconds(2); i++)
        {
            Timed(series[i]);
        }
    }
}
