namespace Vireo.Forecasting.Lstm;

/// <summary>How a network is trained. The defaults suit some hundred to some thousand series.</summary>
public sealed record LstmTrainingOptions
{
    /// <summary>Sizes of the network.</summary>
    public LstmShape Shape { get; init; } = new();

    /// <summary>Rounds at most; each draws new windows.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Windows a round draws from each series, fewer from a short one.</summary>
    public int WindowsPerSeries { get; init; } = 64;

    /// <summary>Windows between two steps of the weights, a multiple of 32.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Step size at the start; it falls to a fiftieth along a cosine.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Share of a weight that a step of full size takes away.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Largest length of a gradient; a longer one is shortened to it.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Share of the series held out to decide when to stop, 0 to 0.5; at least one series where there are two.</summary>
    public double HeldOutRatio { get; init; } = 0.15;

    /// <summary>Rounds without a better held-out loss before training stops.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Seed of the start, the draw of windows and the held-out series.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads at most. The result does not depend on it.</summary>
    public int MaxThreads { get; init; } = Environment.ProcessorCount;
}
