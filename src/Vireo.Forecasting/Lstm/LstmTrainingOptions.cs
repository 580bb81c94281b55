namespace Vireo.Forecasting.Lstm;

/// <summary>How a network is trained. The defaults suit some hundred to some thousand series.</summary>
public sealed record LstmTrainingOptions
{
    /// <summary>Sizes of the network.</summary>
    public LstmShape Shape { get; init; } = new();

    /// <summary>Rounds at most; each draws new windows.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Windows a round draws from all series together, as many from each; a fleet of more series than that
    /// takes turns. So the effort does not grow with the fleet: about half a minute of one core.</summary>
    public int WindowsPerEpoch { get; init; } = 30_000;

    /// <summary>Windows a round draws from one series at most: of a few series, many windows would say the
    /// same.</summary>
    public int WindowsPerSeries { get; init; } = 256;

    /// <summary>Windows between two steps of the weights, a multiple of 32.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Step size at the start; it falls to a fiftieth along a cosine.</summary>
    public double LearningRate { get; init; } = 4e-3;

    /// <summary>Share of a weight that a step of full size takes away.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Largest length of a gradient; a longer one is shortened to it.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Share of the series held out to decide when to stop, 0 to 0.5; at least one series where there are
    /// two.</summary>
    public double HeldOutRatio { get; init; } = 0.15;

    /// <summary>Rounds without a better held-out loss before training stops.</summary>
    public int Patience { get; init; } = 8;

    /// <summary>Seed of the start, the draw of windows and the held-out series.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads at most; −1 for as many as there are processors. The result does not depend on it.</summary>
    public int MaxThreads { get; init; } = -1;
}
