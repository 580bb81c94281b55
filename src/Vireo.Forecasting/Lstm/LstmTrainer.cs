namespace Vireo.Forecasting.Lstm;

/// <summary>Trains one network for all series of a fleet.</summary>
/// <remarks>Stochastic gradient descent on the pinball loss of random windows (see <see cref="Adam"/>), judged after
/// every round on series that are held out; the averaged weights of the best round are the network. The same histories,
/// options and seed give the same bits, whatever the number of threads and however often training was
/// interrupted.</remarks>
public static class LstmTrainer
{
    /// <summary>Trains a network.</summary>
    /// <param name="histories">Evenly spaced values of each series, oldest first; NaN marks a gap. Series shorter than
    /// 24 values and a horizon are left out.</param>
    /// <param name="options">Sizes and effort.</param>
    /// <param name="checkpoint">Where the state is kept after every round and found again; null keeps none. At the end
    /// it still holds the last round: then it ends the same training at once.</param>
    /// <param name="progress">Told after every round; may be null.</param>
    /// <param name="cancellationToken">Stops between two batches; the checkpoint keeps the last whole round.</param>
    /// <exception cref="ArgumentException">No series is long enough, or the options do not fit together.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or of other histories or options.</exception>
    public static LstmNetwork Train(
        IReadOnlyList<double[]> histories,
        LstmTrainingOptions options,
        ICheckpoint? checkpoint,
        IProgress<LstmProgress>? progress,
        CancellationToken cancellationToken)
    {
        var session = new TrainingSession(histories, options);
        if (checkpoint?.Read() is { } state)
        {
            session.Restore(TrainingCheckpoint.FromBytes(state, options.Shape, session.Fingerprint));
        }

        while (!session.IsDone)
        {
            LstmProgress round = session.RunEpoch(cancellationToken);
            checkpoint?.Write(session.Save().ToBytes());
            progress?.Report(round);
        }

        return session.Result();
    }
}
