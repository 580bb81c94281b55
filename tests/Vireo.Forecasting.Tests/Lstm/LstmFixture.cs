using Vireo.Forecasting.Lstm;

namespace Vireo.Forecasting.Tests.Lstm;

/// <summary>Small networks and fleets, the same on every run.</summary>
internal static class LstmFixture
{
    public static LstmShape Small(int layers = 1) => new()
    {
        Window = 24,
        Patch = 4,
        Layers = layers,
        Hidden = 16,
        Dense = 12,
        Horizon = 4,
        Memory = 48,
        Season = 24,
        Levels = [0.1, 0.5, 0.9],
    };

    public static LstmTrainingOptions Brief(int epochs = 4, int seed = 1, int layers = 1) => new()
    {
        Shape = Small(layers),
        Epochs = epochs,
        WindowsPerSeries = 24,
        BatchSize = 64,
        Seed = seed,
    };

    /// <summary>Machines whose load returns to a mean; each in a unit of its own.</summary>
    public static double[][] Fleet(int machines, int length = 240, int seed = 7) =>
    [
        .. Enumerable.Range(0, machines).Select(machine => Waves.Returning(length, phi: 0.6, seed + machine)
            .Select(value => value * Math.Pow(10, machine % 7))
            .ToArray()),
    ];

    public static LstmNetwork Random(LstmShape shape, int seed = 3) => new(shape, LstmNetwork.Start(shape, seed));

    public static float[] Samples(LstmShape shape, int count, int seed = 5)
    {
        var random = new Random(seed);

        return [.. Enumerable.Range(0, count * shape.SampleLength).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    public static float[] Evaluate(this LstmNetwork network, float[] samples)
    {
        float[] outputs = new float[samples.Length / network.Shape.SampleLength * network.Shape.Outputs];
        network.Evaluate(samples, outputs);

        return outputs;
    }

    public static LstmNetwork Train(
        LstmTrainingOptions options, ICheckpoint? checkpoint = null, IProgress<LstmProgress>? progress = null) =>
        LstmTrainer.Train(Fleet(12), options, checkpoint, progress, CancellationToken.None);
}
