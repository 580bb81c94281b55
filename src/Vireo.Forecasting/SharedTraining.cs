using Vireo.Forecasting.Boosting;
using Vireo.Forecasting.Lstm;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting;

/// <summary>Trains the models that all series of a batch share.</summary>
internal static class SharedTraining
{
    private const int LongestHorizon = 48;

    /// <summary>What a request needs; <see cref="SharedModels.None"/> when nothing.</summary>
    /// <param name="histories">Oldest first.</param>
    /// <param name="request">Its model decides what is trained; <c>auto</c> trains trees where there is enough.</param>
    /// <param name="checkpoint">Where the training of a network is kept and found again; null keeps none.</param>
    /// <param name="progress">Told the share that is done; null for nobody.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static SharedModels For(
        IReadOnlyList<double[]> histories, SeriesForecastRequest request, ICheckpoint? checkpoint,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        bool isEnough = IsEnough(histories);
        bool needsTrees = request.Model == ModelNames.Boosting
            || (request.Model == ModelNames.Auto && request.Effort != Effort.Loop);

        return new SharedModels(
            isEnough && needsTrees ? Trees(histories, request, progress, cancellationToken) : null,
            isEnough && request.Model == ModelNames.Lstm
                ? Network(histories, request, checkpoint, progress, cancellationToken)
                : null);
    }

    /// <summary>Whether there is more to learn from all than from each.</summary>
    public static bool IsEnough(IReadOnlyList<double[]> histories) =>
        histories.Count >= SeriesBatch.FewestShared
        && histories.Sum(history => (long)history.Length) >= SeriesBatch.FewestSharedValues;

    private static BoostedQuantiles? Trees(
        IReadOnlyList<double[]> histories, SeriesForecastRequest request, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var options = new BoostingOptions
        {
            Horizon = Math.Min(request.Horizon, LongestHorizon),
            Season = request.ShortestSeason,
        };
        BoostedQuantiles trees = BoostedQuantiles.Train(histories, options, progress, cancellationToken);

        return trees.Trees > 0 ? trees : null;
    }

    private static LstmNetwork? Network(
        IReadOnlyList<double[]> histories, SeriesForecastRequest request, ICheckpoint? checkpoint,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int horizon = Math.Min(request.Horizon, LongestHorizon);
        var options = new LstmTrainingOptions { Shape = LstmShape.For(request.ShortestSeason, horizon) };
        if (!histories.Any(history => history.Length >= FewestForNetwork + horizon))
        {
            return null;
        }

        var told = progress is null ? null : new Epochs(progress, options.Epochs);

        return LstmTrainer.Train(histories, options, checkpoint, told, cancellationToken);
    }

    private const int FewestForNetwork = 24;

    private sealed class Epochs(IProgress<double> whole, int epochs) : IProgress<LstmProgress>
    {
        public void Report(LstmProgress value) => whole.Report((double)value.Epoch / epochs);
    }
}
