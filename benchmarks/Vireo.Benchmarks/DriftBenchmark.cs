using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting.Drift;
using Vireo.Forecasting.Level;

namespace Vireo.Benchmarks;

/// <summary>The drift detector on the one-step errors of real machines: how often it speaks, how soon, and what it
/// costs.</summary>
public static class DriftBenchmark
{
    private const int Day = 288;

    // Where a shift is put into the residuals, and how long it may take to be seen.
    private const int ShiftAt = 2 * Day;
    private const int Patience = 72;

    /// <summary>Some seconds.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            Console.Error.WriteLine("drift: left out, the shared traces are not here (VIREO_SHARED).");
            yield break;
        }

        VmFleet fleet = VmFleet.Read(shared);
        double[][] residuals =
        [
            .. fleet.Of("gcd").Concat(fleet.Of("bitbrains")).Select(one => Residuals(one.Values[..(10 * Day)])),
        ];
        double steps = residuals.Sum(series => series.Length);
        yield return new(
            "drift: alarms in a day of a real machine",
            Day * residuals.Sum(series => Alarms(series).Count) / steps,
            "alarms",
            1,
            HigherIsBetter: false);
        foreach (double shift in (double[])[1, 2, 4])
        {
            int?[] delays = [.. residuals.Select(series => Delay(series, shift))];
            double seen = delays.Count(delay => delay <= Patience) / (double)delays.Count(delay => delay is not null);
            yield return new(
                $"drift: shifts of {shift} σ seen within six hours", 100 * seen, "%", null, HigherIsBetter: true);
            yield return new(
                $"drift: shift of {shift} σ, mean delay of those",
                delays.Where(delay => delay <= Patience).Average() ?? 0,
                "steps",
                null,
                HigherIsBetter: false);
        }

        (_, double cpu) = Measure.Median(context.Time, 9, _ => Array.ForEach(residuals, series => Watch(series)));
        yield return new("drift: one residual, CPU", 1e9 * cpu / steps, "ns", 100, HigherIsBetter: false);
    }

    private static double[] Residuals(double[] values)
    {
        var model = new DampedLevelModel(Day);
        model.Fit(values.AsSpan(0, Day));
        double[] residuals = new double[values.Length - Day];
        double[] next = new double[1];
        for (int i = 0; i < residuals.Length; i++)
        {
            model.Forecast(next);
            residuals[i] = values[Day + i] - next[0];
            model.Update(values[Day + i]);
        }

        return residuals;
    }

    // Null where an alarm was under way or no size was known when the shift came.
    private static int? Delay(double[] residuals, double shift)
    {
        DriftDetector before = Watch(residuals.AsSpan(0, ShiftAt));
        if (before.Deviation == 0 || Alarms(residuals[..ShiftAt]).Any(step => step > ShiftAt - 72))
        {
            return null;
        }

        double step = shift * before.Deviation;
        double[] shifted = [.. residuals.Select((value, i) => i < ShiftAt ? value : value + step)];
        int first = Alarms(shifted).FirstOrDefault(step => step >= ShiftAt, int.MaxValue);

        return first == int.MaxValue ? first : first - ShiftAt + 1;
    }

    private static List<int> Alarms(double[] residuals)
    {
        List<int> alarms = [];
        var detector = default(DriftDetector);
        for (int step = 0; step < residuals.Length; step++)
        {
            detector = detector.Next(residuals[step], DriftOptions.Default);
            if (detector.Drift != DriftKind.None)
            {
                alarms.Add(step);
            }
        }

        return alarms;
    }

    private static DriftDetector Watch(ReadOnlySpan<double> residuals)
    {
        var detector = default(DriftDetector);
        foreach (double residual in residuals)
        {
            detector = detector.Next(residual, DriftOptions.Default);
        }

        return detector;
    }
}
