using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Vireo.Forecasting.Lstm;

namespace Vireo.Onnx.Tests;

/// <summary>What we export, as another runtime reads it. A project of its own: the runtime is a 160 MB
/// download.</summary>
public sealed class OnnxExportTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(1, 16, 4)]
    [InlineData(1, 48, 1)]
    [InlineData(2, 32, 8)]
    public void Another_runtime_gives_our_outputs(int layers, int hidden, int patch)
    {
        LstmNetwork network = Train(new LstmShape { Layers = layers, Hidden = hidden, Patch = patch });
        float[] samples = Samples(network, count: 70);
        float[] ours = new float[70 * network.Shape.Horizon * network.Shape.Levels.Length];
        network.Evaluate(samples, ours);

        float[] theirs = Run(network, samples, count: 70);

        Assert.Equal(ours.Length, theirs.Length);
        float largest = ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{layers} layers of {hidden}, patches of {patch}: largest difference {largest:E1}, {ours.Length} outputs");
        Assert.InRange(largest, 0, Tolerance);
        Assert.InRange(ours.Max() - ours.Min(), 0.1, double.PositiveInfinity);
    }

    [Fact]
    public void The_model_says_how_to_encode_a_series()
    {
        LstmNetwork network = Train(new LstmShape { Hidden = 16 });
        using var session = new InferenceSession(Export(network));

        var metadata = session.ModelMetadata.CustomMetadataMap;

        Assert.Equal("Vireo", session.ModelMetadata.ProducerName);
        Assert.Equal("96", metadata["vireo.window"]);
        Assert.Equal("0.025 0.1 0.25 0.5 0.75 0.9 0.975", metadata["vireo.levels"]);
        Assert.Equal(12, int.Parse(metadata["vireo.horizon"], CultureInfo.InvariantCulture));
        Assert.Contains("asinh", metadata["vireo.unit"], StringComparison.Ordinal);
    }

    private static float[] Run(LstmNetwork network, float[] samples, int count)
    {
        LstmShape shape = network.Shape;
        int cells = shape.Window / shape.Patch;
        int windowLength = 2 * shape.Window;
        int facts = shape.SampleLength - windowLength;
        var parts = Enumerable.Range(0, count).Select(
            row => samples.AsMemory(row * shape.SampleLength, shape.SampleLength));
        float[] windows = [.. parts.SelectMany(sample => sample[..windowLength].ToArray())];
        float[] rest = [.. parts.SelectMany(sample => sample[windowLength..].ToArray())];
        using var window = OrtValue.CreateTensorValueFromMemory(windows, [count, cells, 2 * shape.Patch]);
        using var extra = OrtValue.CreateTensorValueFromMemory(rest, [count, facts]);
        using var session = new InferenceSession(Export(network));
        using var options = new RunOptions();

        using var results = session.Run(
            options, new Dictionary<string, OrtValue> { ["window"] = window, ["facts"] = extra }, ["quantiles"]);

        Assert.Equal([count, shape.Horizon, shape.Levels.Length], results[0].GetTensorTypeAndShape().Shape);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static byte[] Export(LstmNetwork network)
    {
        using var stream = new MemoryStream();
        OnnxExport.Write(network, stream);

        return stream.ToArray();
    }

    private static LstmNetwork Train(LstmShape shape) => LstmTrainer.Train(
        [.. Enumerable.Range(0, 8).Select(Load)],
        new LstmTrainingOptions { Shape = shape, Epochs = 2, WindowsPerSeries = 16 },
        checkpoint: null,
        progress: null,
        CancellationToken.None);

    private static float[] Samples(LstmNetwork network, int count)
    {
        float[] samples = new float[count * network.Shape.SampleLength];
        for (int row = 0; row < count; row++)
        {
            network.Encode(
                Load(100 + row), samples.AsSpan(row * network.Shape.SampleLength, network.Shape.SampleLength));
        }

        return samples;
    }

    // A daily wave with noise and gaps, different for every seed.
    private static double[] Load(int seed)
    {
        var random = new Random(seed);

        return
        [
            .. Enumerable.Range(0, 400).Select(step => random.Next(20) == 0
                ? double.NaN
                : 40 + (20 * Math.Sin(step / 46.0)) + (5 * random.NextDouble())),
        ];
    }
}
