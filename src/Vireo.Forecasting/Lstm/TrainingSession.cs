using System.Numerics.Tensors;

namespace Vireo.Forecasting.Lstm;

/// <summary>The state of a training between two rounds, and how a round changes it.</summary>
internal sealed class TrainingSession
{
    private const int WindowsHeldOut = 2_048;
    private const double LastRate = 0.02;
    private const float Averaging = 0.99f;
    private readonly LstmTrainingOptions _options;
    private readonly LstmShape _shape;
    private readonly WindowSource _source;
    private readonly TrainingCrew _crew;
    private readonly int[] _learned;
    private readonly TrainingWindow[] _heldOut;
    private readonly float[] _parameters;
    private readonly float[] _gradient;
    private readonly Adam _adam;
    private readonly int _stepsPlanned;
    private float[] _best;
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;
    private int _epoch;

    public TrainingSession(IReadOnlyList<double[]> histories, LstmTrainingOptions options)
    {
        _options = Checked(options);
        _shape = options.Shape.Checked();
        _source = new WindowSource(_shape, histories);
        int[] usable = [.. Enumerable.Range(0, histories.Count).Where(_source.Holds)];
        if (usable.Length == 0)
        {
            throw new ArgumentException(
                $"None of {histories.Count} series is long enough to learn a horizon of {_shape.Horizon}.",
                nameof(histories));
        }

        new Random(options.Seed).Shuffle(usable);
        int heldOut = usable.Length == 1 ? 0 : Math.Max(1, (int)(options.HeldOutRatio * usable.Length));
        _learned = [.. usable[heldOut..].Order()];
        _heldOut = _source.Spread(usable[..heldOut].Order(), Math.Max(1, WindowsHeldOut / Math.Max(1, heldOut)));
        _crew = new TrainingCrew(options, _source);
        _parameters = LstmNetwork.Start(_shape, options.Seed);
        _gradient = new float[_parameters.Length];
        _adam = new Adam(_parameters.Length);
        _best = [.. _parameters];
        _stepsPlanned = options.Epochs * BatchesOf(Draw(epoch: 0).Length);
        Fingerprint = TrainingFingerprint.Of(histories, options);
    }

    /// <summary>Tells this training from every other.</summary>
    public ulong Fingerprint { get; }

    public bool IsDone => _epoch >= _options.Epochs || _epoch - _bestEpoch >= _options.Patience;

    public LstmNetwork Result() => new(_shape, [.. _best]);

    public TrainingCheckpoint Save() => new(
        _shape, Fingerprint, _epoch, _adam.Steps, _bestEpoch, _bestLoss,
        [_parameters, _adam.First, _adam.Second, _adam.Average, _best]);

    public void Restore(TrainingCheckpoint checkpoint)
    {
        _epoch = checkpoint.Epoch;
        _adam.Steps = checkpoint.Steps;
        _bestEpoch = checkpoint.BestEpoch;
        _bestLoss = checkpoint.BestLoss;
        float[][] targets = [_parameters, _adam.First, _adam.Second, _adam.Average, _best];
        for (int i = 0; i < targets.Length; i++)
        {
            checkpoint.Vectors[i].CopyTo(targets[i], 0);
        }
    }

    /// <summary>Learns from new windows once, then judges.</summary>
    public LstmProgress RunEpoch(CancellationToken cancellationToken)
    {
        TrainingWindow[] windows = Draw(_epoch);
        _crew.Restart();
        for (int first = 0; first < windows.Length; first += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LearnBatch(windows.AsMemory(first, Math.Min(_options.BatchSize, windows.Length - first)));
        }

        _epoch++;
        double learned = _crew.Loss / _crew.Terms;
        double heldOut = Judge(_adam.Average);

        // Without a held-out series the loss of the round itself has to do.
        double judged = double.IsNaN(heldOut) ? learned : heldOut;
        if (judged < _bestLoss)
        {
            _bestLoss = judged;
            _bestEpoch = _epoch;
            _best = [.. _adam.Average];
        }

        return new LstmProgress(_epoch, _options.Epochs, learned, heldOut, _bestEpoch);
    }

    private void LearnBatch(ReadOnlyMemory<TrainingWindow> windows)
    {
        _crew.Learn(_parameters, windows, _gradient);
        float norm = MathF.Sqrt(SumOfSquares(_gradient));
        if (norm > _options.ClipNorm)
        {
            TensorPrimitives.Multiply(_gradient, (float)_options.ClipNorm / norm, _gradient);
        }

        _adam.Step(_parameters, _gradient, Rate(), (float)_options.WeightDecay, Averaging);
    }

    private double Judge(float[] parameters)
    {
        _crew.Restart();
        for (int first = 0; first < _heldOut.Length; first += _options.BatchSize)
        {
            _crew.Judge(parameters, _heldOut.AsMemory(first, Math.Min(_options.BatchSize, _heldOut.Length - first)));
        }

        return _crew.Terms == 0 ? double.NaN : _crew.Loss / _crew.Terms;
    }

    private float Rate()
    {
        double done = Math.Min(1, (double)_adam.Steps / _stepsPlanned);

        return (float)(_options.LearningRate * (LastRate + ((1 - LastRate) * 0.5 * (1 + Math.Cos(Math.PI * done)))));
    }

    private int BatchesOf(int windows) => (windows + _options.BatchSize - 1) / _options.BatchSize;

    private TrainingWindow[] Draw(int epoch) => _source.Draw(
        _learned,
        _options.WindowsPerEpoch,
        _options.WindowsPerSeries,
        new Random(unchecked((_options.Seed * 7_919) + epoch + 1)));

    // Plain order: a vectorised sum would depend on the width of the vectors.
    private static float SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }

        return (float)sum;
    }

    private static LstmTrainingOptions Checked(LstmTrainingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Epochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.WindowsPerEpoch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.WindowsPerSeries);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Patience);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.ClipNorm);
        ArgumentOutOfRangeException.ThrowIfNegative(options.WeightDecay);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, TrainingShard.Rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.BatchSize % TrainingShard.Rows, 0);
        if (options.MaxThreads is 0 or < -1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.MaxThreads, "Threads at most are 1 or more, or −1 for all processors.");
        }

        if (options.HeldOutRatio is not (>= 0 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.HeldOutRatio, "The share of held-out series is 0 to 0.5.");
        }

        return options;
    }
}
