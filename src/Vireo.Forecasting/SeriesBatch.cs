using Vireo.Forecasting.Evaluation;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting;

/// <summary>Forecasts many series at once, as the command line does: global models are trained once for all of them, and
/// what did well on the others counts where one series tells little.</summary>
public static class SeriesBatch
{
    /// <summary>Series from which the fleet's prior is learned, evenly drawn.</summary>
    private const int PriorSample = 120;

    private const int PriorNeeds = 40;

    /// <summary>Parts of the work that are reported as equal: training, prior, forecasting.</summary>
    private const int Parts = 3;

    /// <summary>Fits and forecasts each series; the answer does not depend on the number of cores.</summary>
    /// <param name="series">Each evenly spaced, oldest first; NaN marks a gap.</param>
    /// <param name="request">What is wanted of each.</param>
    /// <param name="progress">Told the share that is done; null for nobody.</param>
    /// <param name="cancellationToken">Ends the work between two series.</param>
    /// <returns>One forecast a series; null where a series holds no finite value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is out of range.</exception>
    public static SeriesForecastResult?[] Run(
        IReadOnlyList<double[]> series, SeriesForecastRequest request, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Horizon);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Horizon, SeriesForecastRequest.LongestHorizon);
        int[] usable = [.. Enumerable.Range(0, series.Count).Where(i => SeriesForecast.HasValue(series[i]))];

        // What is walked through to choose a model was not learned from, or global models would judge themselves.
        double[][] taught = [.. usable.Select(i => series[i][..^ModelSelector.WalkLength(series[i].Length, request.Horizon)])];
        SharedModels shared = SharedTraining.For(taught, request, new PartOf(progress, 0, Parts), cancellationToken);
        ModelPrior prior = request.Model == ModelNames.Auto && usable.Length >= PriorNeeds
            ? Learn(series, usable, request, shared, new PartOf(progress, 1, Parts), cancellationToken)
            : ModelPrior.None;
        var forecasts = new SeriesForecastResult?[series.Count];
        Each(
            usable.Length,
            k => forecasts[usable[k]] = SeriesForecast.Run(series[usable[k]], request, shared, prior),
            new PartOf(progress, 2, Parts), cancellationToken);

        return forecasts;
    }

    private static ModelPrior Learn(
        IReadOnlyList<double[]> series, int[] usable, SeriesForecastRequest request, SharedModels shared,
        IProgress<double> progress, CancellationToken cancellationToken)
    {
        int[] sample = [.. Enumerable.Range(0, Math.Min(PriorSample, usable.Length))
            .Select(k => usable[(int)((long)k * usable.Length / Math.Min(PriorSample, usable.Length))])];
        var trials = new IEnumerable<ModelTrial>[sample.Length];
        Each(
            sample.Length, k => trials[k] = SeriesForecast.Try(series[sample[k]], request, shared), progress, cancellationToken);

        return ModelPrior.None.With(trials);
    }

    private static void Each(int count, Action<int> work, IProgress<double> progress, CancellationToken cancellationToken)
    {
        int done = 0;
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            work(i);
            progress.Report((double)Interlocked.Increment(ref done) / count);
        });
    }
}
