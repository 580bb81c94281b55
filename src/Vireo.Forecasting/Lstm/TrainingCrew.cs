using System.Numerics.Tensors;

namespace Vireo.Forecasting.Lstm;

/// <summary>Works on batches in shards, on as many threads as allowed; sums are taken in the order of the
/// shards.</summary>
internal sealed class TrainingCrew
{
    private readonly TrainingShard[] _shards;
    private readonly TransposedWeights _transposed;
    private readonly ParallelOptions _threads;
    private readonly int _outputs;

    public TrainingCrew(LstmTrainingOptions options, WindowSource source)
    {
        _shards = new TrainingShard[options.BatchSize / TrainingShard.Rows];
        for (int shard = 0; shard < _shards.Length; shard++)
        {
            _shards[shard] = new TrainingShard(options.Shape, source);
        }

        _transposed = new TransposedWeights(options.Shape);
        _threads = new ParallelOptions { MaxDegreeOfParallelism = options.MaxThreads };
        _outputs = options.Shape.Outputs;
    }

    /// <summary>Summed loss of everything since <see cref="Restart"/>.</summary>
    public double Loss { get; private set; }

    /// <summary>Terms of that sum.</summary>
    public long Terms { get; private set; }

    public void Restart()
    {
        Loss = 0;
        Terms = 0;
    }

    /// <summary>Counts the loss of a batch and writes its mean slopes.</summary>
    public void Learn(float[] parameters, ReadOnlyMemory<TrainingWindow> windows, Span<float> gradient)
    {
        _transposed.Copy(parameters);
        float divisor = (float)windows.Length * _outputs;
        ForEach(windows, (shard, part) => shard.Learn(parameters, _transposed, part.Span, divisor));
        gradient.Clear();
        foreach (TrainingShard shard in _shards)
        {
            TensorPrimitives.Add(gradient, shard.Gradient, gradient);
        }
    }

    /// <summary>Counts the loss of a batch.</summary>
    public void Judge(float[] parameters, ReadOnlyMemory<TrainingWindow> windows) =>
        ForEach(windows, (shard, part) => shard.Judge(parameters, part.Span, divisor: 1));

    private void ForEach(
        ReadOnlyMemory<TrainingWindow> windows, Action<TrainingShard, ReadOnlyMemory<TrainingWindow>> work)
    {
        Parallel.For(0, _shards.Length, _threads, index =>
        {
            int first = Math.Min(index * TrainingShard.Rows, windows.Length);
            int count = Math.Min(TrainingShard.Rows, windows.Length - first);
            work(_shards[index], windows.Slice(first, count));
        });
        foreach (TrainingShard shard in _shards)
        {
            Loss += shard.Loss;
            Terms += shard.Terms;
        }
    }
}
