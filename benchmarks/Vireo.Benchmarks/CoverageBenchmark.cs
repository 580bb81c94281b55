using Vireo.Benchmarks.VmCloud;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.Evaluation;

namespace Vireo.Benchmarks;

/// <summary>What the fleet's intervals catch on real machines once 200 values have followed the first choice.</summary>
/// <remarks>Each series is taught a first part at once, then value by value, as the loop does, with the fleet's own
/// choices of a model on the way. Every step of the next hour is judged, from each origin after the 200th update to the
/// end of the series.</remarks>
public static class CoverageBenchmark
{
    private const int Steps = 12;
    private const int Updates = 200;
    private const int FewestOrigins = 500;
    private const int LongSeries = 1_000;
    private const int FirstOfLong = 576;
    private const int FirstOfShort = 24;
    private const int RefitEvery = 288;
    private const int Remembered = 14 * 288;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Runs it; about two minutes on two cores.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            yield break;
        }

        TraceSeries[] all = context.Part(TraceSeries.Read(shared), 4);
        var fleet = new CoverageTally[all.Length];
        var normal = new CoverageTally[all.Length];
        var ets = new CoverageTally[all.Length];
        Parallel.For(
            0, all.Length,
            i => (fleet[i], normal[i], ets[i]) = (OfFleet(all[i]), OfNormalTheory(all[i]), OfEts(all[i])));
        Console.Error.WriteLine(
            $"{"",-22} {"n",4} {"cov80",6} {"cov95",6} {"low80",6} {"low95",6} {"MSIS80",7} {"MSIS95",7} {"SPL",6}");
        Print("SES, normal theory", normal);
        Print("ETS, normal theory", ets);
        foreach (IGrouping<string, CoverageTally> source in fleet.GroupBy(tally => tally.Series.Source))
        {
            Print(source.Key, [.. source]);
        }

        Print("fleet", fleet);
        (double eighty, double ninetyFive) = (fleet.Average(one => one.Coverage80), fleet.Average(one => one.Coverage95));
        yield return new("coverage: 80 % intervals", 100 * eighty, "%", null, true) { Peer = Said(normal, one => one.Coverage80) };
        yield return new("coverage: 80 % intervals, distance from 80", 100 * Math.Abs(eighty - 0.8), "points", 2, false);
        yield return new("coverage: 95 % intervals", 100 * ninetyFive, "%", null, true) { Peer = Said(normal, one => one.Coverage95) };
        yield return new("coverage: 95 % intervals, distance from 95", 100 * Math.Abs(ninetyFive - 0.95), "points", 1, false);
        yield return new("coverage: worst tenth of the machines, 80 %", 100 * WorstDecile(fleet, one => one.Coverage80), "%", 72, true);
        yield return new("coverage: worst tenth of the machines, 95 %", 100 * WorstDecile(fleet, one => one.Coverage95), "%", 91, true);
        yield return new(
            "coverage: MSIS of 95 % over that of normal theory", Ratio(fleet, normal, one => one.Interval95), "ratio", 1, false)
        {
            Peer = "simple exponential smoothing with normal theory 1",
        };
        yield return new(
            "coverage: MSIS of 95 % over automatic ETS's", Ratio(fleet, ets, one => one.Interval95), "ratio", 1, false)
        {
            Ambition = 0.85,
            Peer = "automatic ETS, normal theory, 1",
        };
        yield return new(
            "coverage: pinball loss over that of normal theory", Ratio(fleet, normal, one => one.Pinball), "ratio", null, false);
    }

    private static string Said(CoverageTally[] normal, Func<CoverageTally, double> coverage) =>
        $"normal theory {MarkdownTable.Number(100 * normal.Average(coverage))} %";

    private static int FirstPart(TraceSeries series) => series.Values.Length >= LongSeries ? FirstOfLong : FirstOfShort;

    private static CoverageTally OfFleet(TraceSeries series)
    {
        var forecaster = new FleetForecaster(new ForecastOptions { Levels = [.. VmForecast.Levels] });
        var key = new SeriesKey(EntityId.Of(new VirtualMachineId(series.Id)), Metric.CpuUsage);
        double[] quantiles = new double[VmForecast.Levels.Length * Steps];

        return Judge(
            series,
            (from, to) =>
            {
                var window = new TimeSeries(key, Start + (from * Step), Step, series.Values.AsMemory(from..to), DataQuality.Perfect);
                forecaster.Observe(new(Start + (to * Step), Step, new Dictionary<SeriesKey, TimeSeries> { [key] = window }));
            },
            () =>
            {
                DemandForecast forecast = forecaster.Forecast(key, Steps)
                    ?? throw new InvalidOperationException($"{series.Id}: no forecast.");
                for (int i = 0; i < quantiles.Length; i++)
                {
                    quantiles[i] = forecast.Quantiles[i];
                }

                return quantiles;
            });
    }

    private static CoverageTally OfNormalTheory(TraceSeries series)
    {
        var model = new NormalSmoothing();

        return OfRefitted(series, model.Fit, model.Update, model.Forecast);
    }

    private static CoverageTally OfEts(TraceSeries series)
    {
        var model = new NormalEts();

        return OfRefitted(series, model.Fit, model.Update, model.Forecast);
    }

    private delegate void Fit(ReadOnlySpan<double> history);

    private delegate void Forecast(int steps, Span<double> quantiles);

    private static CoverageTally OfRefitted(TraceSeries series, Fit fit, Action<double> update, Forecast forecast)
    {
        double[] quantiles = new double[VmForecast.Levels.Length * Steps];
        int fitted = 0;

        return Judge(
            series,
            (from, to) =>
            {
                if (from == 0 || to - fitted >= RefitEvery)
                {
                    fit(series.Values.AsSpan(Math.Max(0, to - Remembered), Math.Min(to, Remembered)));
                    fitted = to;
                }
                else
                {
                    update(series.Values[from]);
                }
            },
            () =>
            {
                forecast(Steps, quantiles);

                return quantiles;
            });
    }

    private static CoverageTally Judge(TraceSeries series, Action<int, int> teach, Func<double[]> forecast)
    {
        int first = FirstPart(series);
        var tally = new CoverageTally(series, Accuracy.Scale(series.Values.AsSpan(0, first + Updates), 1));
        teach(0, first);
        for (int origin = first + 1; origin + Steps <= series.Values.Length; origin++)
        {
            teach(origin - 1, origin);
            if (origin >= first + Updates)
            {
                tally.Add(series.Values.AsSpan(origin, Steps), forecast());
            }
        }

        return tally;
    }

    // A machine seen for some hours alone tells more about chance than about its intervals.
    private static double WorstDecile(CoverageTally[] tallies, Func<CoverageTally, double> coverage)
    {
        double[] ascending = [.. tallies.Where(one => one.Origins >= FewestOrigins).Select(coverage).Order()];

        return ascending.Length == 0 ? double.NaN : ascending[..Math.Max(1, ascending.Length / 10)].Average();
    }

    private static double Ratio(CoverageTally[] ours, CoverageTally[] theirs, Func<CoverageTally, double> score) =>
        Math.Exp(ours.Zip(theirs).Where(pair => pair.First.HasScale)
            .Average(pair => Math.Log(score(pair.First) / score(pair.Second))));

    private static void Print(string name, CoverageTally[] tallies)
    {
        string Percent(double ratio) => $"{100 * ratio,6:F1}";
        double Median(Func<CoverageTally, double> score)
        {
            double[] ascending = [.. tallies.Where(one => one.HasScale).Select(score).Order()];

            return ascending.Length == 0 ? double.NaN : ascending[ascending.Length / 2];
        }

        Console.Error.WriteLine(
            $"{name,-22} {tallies.Length,4} {Percent(tallies.Average(one => one.Coverage80))} " +
            $"{Percent(tallies.Average(one => one.Coverage95))} {Percent(WorstDecile(tallies, one => one.Coverage80))} " +
            $"{Percent(WorstDecile(tallies, one => one.Coverage95))} {Median(one => one.Interval80),7:F2} " +
            $"{Median(one => one.Interval95),7:F2} {Median(one => one.Pinball),6:F3}");
    }
}
