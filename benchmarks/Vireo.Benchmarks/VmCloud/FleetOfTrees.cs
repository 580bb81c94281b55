using Vireo.Forecasting.Boosting;

namespace Vireo.Benchmarks.VmCloud;

/// <summary>What boosted trees cost 10,000 machines with four metrics each, from cold.</summary>
internal static class FleetOfTrees
{
    private const int SeriesCount = 40_000;
    private const int Steps = 12;
    private static readonly double[] Levels = [0.05, 0.1, 0.5, 0.9, 0.95, 0.99];

    public static IEnumerable<BenchmarkResult> Run(TimeProvider time, IReadOnlyList<VmTask> tasks)
    {
        double[][] histories =
            [.. Enumerable.Range(0, SeriesCount).Select(i => Like(tasks[i % tasks.Count].History, i))];
        BoostedQuantiles? trained = null;
        (double wallOfTraining, double training) = Measure.Median(
            time, 1, _ => trained = BoostedQuantiles.Train(histories, new(), null, CancellationToken.None));
        if (trained is not { } shared)
        {
            yield break;
        }

        var models = new BoostedModel[SeriesCount];
        (double wall, double cpu) = Measure.Median(time, 1, _ => Parallel.For(0, SeriesCount, i =>
        {
            models[i] = new BoostedModel(shared);
            models[i].Fit(histories[i]);
            models[i].Forecast(Levels, Steps, new double[Levels.Length * Steps]);
        }));
        yield return new("boosting: training on 40,000 series, CPU", training, "s", null, false);
        yield return new("boosting: 40,000 series from cold, training included", wallOfTraining + wall, "s", 90, false);
        yield return new("boosting: 40,000 series from cold, CPU without training", cpu, "s", null, false);
        double[] quantiles = new double[Levels.Length * Steps];
        (_, double warm) = Measure.Median(time, 3, _ => Array.ForEach(models[..4_000], model =>
        {
            model.Update(1);
            model.Forecast(Levels, Steps, quantiles);
        }));
        yield return new(
            "boosting: update and forecast of 12 steps, 6 quantiles", 1e6 * warm / 4_000, "µs", null, false);
        (_, double update) = Measure.Median(time, 3, _ => Array.ForEach(models[..4_000], model => Advance(model)));
        yield return new("boosting: update alone", 1e6 * update / 4_000 / 50, "µs", 2, false);
    }

    private static void Advance(BoostedModel model)
    {
        for (int step = 0; step < 50; step++)
        {
            model.Update(step);
        }
    }

    // A machine like another, a little louder or quieter.
    private static double[] Like(double[] history, int number)
    {
        double factor = 1 + (0.01 * (number % 37));

        return [.. history.Select(value => value * factor)];
    }
}
