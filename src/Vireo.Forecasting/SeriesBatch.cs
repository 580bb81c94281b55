using Vireo.Forecasting.Evaluation;
using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Lstm;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting;

/// <summary>Forecasts many series at once, as the command line does: global models are trained once for all of them,
/// and what did well on the others counts where one series tells little.</summary>
public static class SeriesBatch
{
    /// <summary>Series from which the fleet's prior is learned, evenly drawn.</summary>
    private const int Sample = 120;

    private const int SampleNeeds = 40;

    /// <summary>Parts of the work that are reported as equal: training to be judged, learning from a sample, training
    /// on everything, forecasting.</summary>
    private const int Parts = 4;

    /// <summary>In a larger batch <see cref="ModelNames.Auto"/> chooses among the quick models and the shared trees
    /// only, as the loop does: some tenths of a millisecond a series in place of some tens.</summary>
    public const int LargestThorough = 20_000;

    /// <summary>With fewer series a global model learns nothing that a series' own models do not know.</summary>
    public const int FewestShared = 20;

    /// <summary>The same for values of all series together, before the part that judges.</summary>
    public const int FewestSharedValues = 4_000;

    /// <summary>Fits and forecasts each series; the answer does not depend on the number of cores.</summary>
    /// <param name="series">Each evenly spaced, oldest first; NaN marks a gap.</param>
    /// <param name="request">What is wanted of each.</param>
    /// <param name="progress">Told the share that is done; null for nobody.</param>
    /// <param name="cancellationToken">Ends the work between two series.</param>
    /// <returns>One forecast a series; null where a series holds no finite value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is out of range.</exception>
    public static SeriesForecastResult?[] Run(
        IReadOnlyList<double[]> series, SeriesForecastRequest request, IProgress<double>? progress,
        CancellationToken cancellationToken) =>
        Run(series, request, NetworkArchive.None, progress, cancellationToken);

    /// <summary>The same, keeping what is learned for the network that the series share.</summary>
    /// <param name="series">Each evenly spaced, oldest first; NaN marks a gap.</param>
    /// <param name="request">What is wanted of each.</param>
    /// <param name="archive">Where trainings are kept and found again.</param>
    /// <param name="progress">Told the share that is done; null for nobody.</param>
    /// <param name="cancellationToken">Ends the work between two series, or two batches of a training.</param>
    /// <returns>One forecast a series; null where a series holds no finite value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is out of range.</exception>
    /// <remarks>Networks that are known forecast with the values of these series, whichever they learned
    /// from.</remarks>
    /// <exception cref="InvalidDataException">A checkpoint is damaged, or of other series or options.</exception>
    public static SeriesForecastResult?[] Run(
        IReadOnlyList<double[]> series, SeriesForecastRequest request, NetworkArchive archive,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Horizon);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Horizon, SeriesForecastRequest.LongestHorizon);
        int[] usable = [.. Enumerable.Range(0, series.Count).Where(i => SeriesForecast.HasValue(series[i]))];

        FleetKnowledge fleet = Know(series, usable, request, archive, progress, cancellationToken);
        var forecasts = new SeriesForecastResult?[series.Count];
        Each(
            usable.Length, k => forecasts[usable[k]] = SeriesForecast.Run(series[usable[k]], request, fleet),
            new PartOf(progress, 3, Parts), cancellationToken);

        return forecasts;
    }

    /// <summary>How much work each series is.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="count">Series in the batch.</param>
    public static Effort EffortFor(SeriesForecastRequest request, int count) => request switch
    {
        { Model: not ModelNames.Auto } => Effort.Thorough,
        { Effort: Effort.BySize } => count > LargestThorough ? Effort.Quick : Effort.Thorough,
        _ => request.Effort,
    };

    /// <summary>Whether global models are trained once for all series; else each series teaches its own.</summary>
    /// <param name="series">Each evenly spaced, oldest first; NaN marks a gap.</param>
    /// <param name="request">What is wanted of each.</param>
    public static bool SharesTraining(IReadOnlyList<double[]> series, SeriesForecastRequest request) =>
        SharedTraining.IsEnough([
            .. series.Where(one => SeriesForecast.HasValue(one))
                .Select(one => one[..JudgedFrom(one.Length, request.Horizon)]),
        ]);

    private static FleetKnowledge Know(
        IReadOnlyList<double[]> series, int[] usable, SeriesForecastRequest request, NetworkArchive archive,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        SharedModels judged = archive.Known is { } known
            ? new SharedModels(null, known.Judged)
            : SharedTraining.For(
                [.. usable.Select(i => series[i][..JudgedFrom(series[i].Length, request.Horizon)])],
                request, archive.Judged, new PartOf(progress, 0, Parts), cancellationToken);
        FleetKnowledge fleet = FleetKnowledge.None with
        {
            Judged = judged,
            Shared = judged,
            Effort = EffortFor(request, usable.Length),
        };
        if (usable.Length >= SampleNeeds)
        {
            fleet = Learn(series, usable, request, fleet, new PartOf(progress, 1, Parts), cancellationToken);
        }

        if (judged == SharedModels.None)
        {
            return fleet;
        }

        SharedModels shared = archive.Known is { } trained
            ? new SharedModels(null, trained.Shared)
            : SharedTraining.For(
                [.. usable.Select(i => series[i])],
                request, archive.Shared, new PartOf(progress, 2, Parts), cancellationToken);
        if (judged.Lstm is { } first && shared.Lstm is { } second)
        {
            archive.Trained?.Invoke(new NetworkPair(first, second));
        }

        return fleet with { Shared = shared };
    }

    /// <summary>Where judging begins at the earliest: the walk of a series whose newest horizon is held back.</summary>
    private static int JudgedFrom(int length, int horizon)
    {
        int seen = Math.Max(0, length - horizon);

        return seen - ModelSelector.WalkLength(seen, horizon);
    }

    // The newest horizon of some series is held back: how models did before it is the prior, how the forecasts did on
    // it tells what their intervals are worth.
    private static FleetKnowledge Learn(
        IReadOnlyList<double[]> series, int[] usable, SeriesForecastRequest request, FleetKnowledge fleet,
        IProgress<double> progress, CancellationToken cancellationToken)
    {
        int count = Math.Min(Sample, usable.Length);
        int[] sample =
        [
            .. Enumerable.Range(0, count).Select(k => usable[(int)((long)k * usable.Length / count)])
                .Where(i => SeriesForecast.HasValue(series[i].AsSpan(0, Math.Max(0, series[i].Length - request.Horizon)))),
        ];
        FleetKnowledge before = fleet;
        Func<int, SeriesForecastResult> forecast = k => SeriesForecast.Run(Seen(series[sample[k]], request), request, before);
        if (request.Model == ModelNames.Auto)
        {
            var walked = new WalkedSeries[sample.Length];
            Each(
                sample.Length, k => walked[k] = SeriesForecast.Walk(Seen(series[sample[k]], request), request, fleet),
                new PartOf(progress, 0, 2), cancellationToken);
            fleet = fleet with { Prior = ModelPrior.None.With(walked.Select(one => ModelSelector.Evidence(one.Trials))) };
            FleetKnowledge known = fleet;
            forecast = k => SeriesForecast.Finish(walked[k], request, known);
        }

        var outcomes = new (SeriesForecastResult, double[])[sample.Length];
        Each(
            sample.Length, k => outcomes[k] = (forecast(k), series[sample[k]][^request.Horizon..]),
            new PartOf(progress, 1, 2), cancellationToken);

        return fleet with { Widths = FleetWidths.Learn(outcomes, request.Coverages) };
    }

    private static double[] Seen(double[] series, SeriesForecastRequest request) => series[..^request.Horizon];

    private static void Each(int count, Action<int> work, PartOf progress, CancellationToken cancellationToken)
    {
        int done = 0;
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            work(i);
            progress.Report((double)Interlocked.Increment(ref done) / count);
        });
    }
}
