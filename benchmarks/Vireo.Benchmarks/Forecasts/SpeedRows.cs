using Vireo.Forecasting;
using Vireo.Forecasting.Selection;

namespace Vireo.Benchmarks.Forecasts;

/// <summary>What fitting one series costs, on one thread, beside the same series in R and statsmodels.</summary>
internal static class SpeedRows
{
    private const int WindowLength = 288;
    private const int WarmUpMilliseconds = 1_500;
    private const int Repetitions = 5;

    /// <summary>Automatic ARIMA and ETS on M4 Hourly, with their accuracy.</summary>
    public static IEnumerable<BenchmarkResult> Hourly(BenchmarkContext context, string shared)
    {
        ArimaSeries[] hours = context.Part([.. ArimaSeries.M4Hourly(shared)], 8);
        ArimaSeries[] forArima = Peers.Sample(hours, context.IsQuick ? 1 : 3);
        ArimaSeries[] forEts = Peers.Sample(hours, context.IsQuick ? 2 : 6);
        WarmUp(ModelNames.Arima, [M4.Season], forArima[0].History);
        WarmUp(ModelNames.Ets, [M4.Season], forArima[0].History);
        FitOutcome arima = FitOutcome.Of(ModelNames.Arima, hours);
        FitOutcome ets = FitOutcome.Of(ModelNames.Ets, hours);
        double[][]? rArima = Peers.RAutoArima(context, forArima);
        double[][]? rEts = Peers.REts(context, forEts);
        double[][]? statsmodels = Peers.Statsmodels(context, forEts, ModelNames.Ets);
        string ours = $"ours there {MarkdownTable.Number(FitOutcome.Of(ModelNames.Arima, forArima).Mean)} ms";
        string set = $"M4 Hourly, {hours.Length} series";

        yield return new($"auto-ARIMA, {set}: a series", arima.Mean, "ms CPU", 500, false)
        {
            Ambition = 150,
            Peer = $"{Peers.Cpu("R", rArima, "ms")} on {forArima.Length} ({ours}); statsmodels has none",
        };
        yield return new($"auto-ARIMA, {set}: the worst series", arima.Worst, "ms CPU", null, false)
        {
            Ambition = 1_000,
            Peer = rArima is null ? "R not installed" : $"R {MarkdownTable.Number(1e3 * rArima.Max(row => row[0]))} ms of {forArima.Length}",
        };
        yield return new($"automatic ETS, {set}: a series", ets.Mean, "ms CPU", 150, false)
        {
            Ambition = 40,
            Peer = $"{Peers.Cpu("R", rEts, "ms")}, {Peers.Cpu("statsmodels, one form,", statsmodels, "ms")} on {forEts.Length}",
        };
        yield return new($"auto-ARIMA, {set}: MASE", arima.Error, "", 1.05, false)
        {
            Ambition = 0.95,
            Peer = Peers.Error("R", rArima, forArima, 2) + Beside(rArima, arima, hours, forArima),
        };
        yield return new($"automatic ETS, {set}: MASE", ets.Error, "", 1.65, false)
        {
            Ambition = 1.30,
            Peer = Peers.Error("R", rEts, forEts, 2) + Beside(rEts, ets, hours, forEts),
        };
    }

    /// <summary>Automatic and simple models on windows of machines.</summary>
    public static IEnumerable<BenchmarkResult> Windows(BenchmarkContext context, string shared)
    {
        ArimaSeries[] all = [.. ArimaSeries.VirtualMachines(shared).Where(one => one.History.Length == WindowLength)];
        ArimaSeries[] sample = Peers.Sample(all, context.IsQuick ? 12 : 60);
        double[][]? rArima = Peers.RAutoArima(context, sample);
        double[][]? sarimax = Peers.Sarimax(context, sample);
        yield return new("auto-ARIMA, a VM window of 288", Fit(ModelNames.Arima, sample), "ms CPU", 15, false)
        {
            Ambition = 4,
            Peer = $"{Peers.Cpu("R", rArima, "ms")}, {Peers.Cpu("statsmodels, one order,", sarimax, "ms")} (same {sample.Length})",
        };
        double[][]? rEts = Peers.REts(context, sample);
        double[][]? ets = Peers.Statsmodels(context, sample, ModelNames.Ets);
        yield return new("automatic ETS, a VM window of 288", Fit(ModelNames.Ets, sample), "ms CPU", 2, false)
        {
            Ambition = 0.5,
            Peer = $"{Peers.Cpu("R", rEts, "ms")}, {Peers.Cpu("statsmodels, one form,", ets, "ms")} (same {sample.Length})",
        };
        foreach (string name in (string[])[ModelNames.SimpleSmoothing, ModelNames.DampedTrend, ModelNames.Theta])
        {
            double[][]? r = Peers.RSimple(context, sample, name);
            double[][]? statsmodels = Peers.Statsmodels(context, sample, name);
            yield return new($"{name}, a VM window of 288", 1e3 * Fit(name, sample), "µs CPU", 200, false)
            {
                Ambition = 30,
                Peer = $"{Peers.Cpu("R", r, "ms")}, {Peers.Cpu("statsmodels", statsmodels, "ms")} (same {sample.Length})",
            };
        }
    }

    private static string Beside(double[][]? rows, FitOutcome outcome, ArimaSeries[] hours, ArimaSeries[] sample)
    {
        double ours = sample.Average(one => outcome.ErrorOf[Array.IndexOf(hours, one)]);

        return rows is null ? "" : $" on {sample.Length} (ours there {MarkdownTable.Number(ours)})";
    }

    // Milliseconds of CPU a series: the median of some rounds over all, the code warm.
    private static double Fit(string name, ArimaSeries[] sample)
    {
        IPathModel model = ModelCatalog.CreatePath(name, []);
        double[] path = new double[sample[0].Actual.Length];
        foreach (ArimaSeries one in sample)
        {
            WarmUp(name, [], one.History, WarmUpMilliseconds / sample.Length);
        }

        double[] rounds = new double[Repetitions];
        for (int round = 0; round < rounds.Length; round++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            foreach (ArimaSeries one in sample)
            {
                model.Fit(one.History);
                model.Forecast(path);
            }

            rounds[round] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / sample.Length;
        }

        Array.Sort(rounds);

        return rounds[rounds.Length / 2];
    }

    private static void WarmUp(string name, int[] seasons, double[] history, int milliseconds = WarmUpMilliseconds)
    {
        IPathModel model = ModelCatalog.CreatePath(name, seasons);
        long start = Environment.TickCount64;
        do
        {
            model.Fit(history);
        }
        while (Environment.TickCount64 - start < milliseconds);
    }
}
