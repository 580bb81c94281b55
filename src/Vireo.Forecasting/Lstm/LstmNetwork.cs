namespace Vireo.Forecasting.Lstm;

/// <summary>A trained network that a whole fleet shares: from the window of a series to quantiles of its next
/// values.</summary>
/// <remarks>One or two LSTM layers over the newest window, whose last hidden state joins facts about the memory; a
/// dense layer of tanh units beside a linear shortcut gives every quantile of every step at once. Inputs and outputs
/// are in units of the window's own scale, so a busy and an idle machine look alike. Immutable and safe to share
/// between threads. Direct multi-horizon quantiles after Wen et al. (2017), "A multi-horizon quantile recurrent
/// forecaster".</remarks>
public sealed class LstmNetwork
{
    private readonly float[] _parameters;
    private LstmWorkspace? _spare;

    internal LstmNetwork(LstmShape shape, float[] parameters)
    {
        Shape = shape.Checked();
        if (parameters.Length != Shape.ParameterCount)
        {
            throw new ArgumentException(
                $"A network of this shape has {Shape.ParameterCount} parameters, not {parameters.Length}.",
                nameof(parameters));
        }

        _parameters = parameters;
    }

    /// <summary>Its sizes.</summary>
    public LstmShape Shape { get; }

    /// <summary>How many numbers were learned.</summary>
    public int ParameterCount => _parameters.Length;

    /// <summary>What was learned: a block of rows [inputs, one, hidden] × gates i, f, o, c for each layer, then the
    /// dense block and that of the quantiles, each with its bias as the last row. A one is the column of the
    /// bias.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>Writes what the network reads of a series: the cells' inputs, then the facts.</summary>
    /// <param name="memory">Newest values, oldest first; only the last <see cref="LstmShape.Memory"/> count. NaN is a
    /// gap.</param>
    /// <param name="sample">Receives <see cref="LstmShape.SampleLength"/> numbers.</param>
    public WindowScale Encode(ReadOnlySpan<double> memory, Span<float> sample) =>
        WindowEncoder.Encode(Shape, memory[Math.Max(0, memory.Length - Shape.Memory)..], sample);

    /// <summary>Fills <paramref name="outputs"/> with quantiles of many samples at once, to be restored by their
    /// scales.</summary>
    /// <param name="samples">As <see cref="Encode"/> writes them, one after another.</param>
    /// <param name="outputs">Receives horizon × levels numbers a sample, the levels of a step together, not yet
    /// sorted.</param>
    /// <remarks>A sample alone takes about three times as long as one of thirty-two.</remarks>
    public void Evaluate(ReadOnlySpan<float> samples, Span<float> outputs)
    {
        int rows = samples.Length / Shape.SampleLength;
        LstmWorkspace? spare = Interlocked.Exchange(ref _spare, null);
        LstmWorkspace workspace = spare?.Rows == rows ? spare : new LstmWorkspace(Shape, rows);
        LstmPass.Forward(Shape, _parameters, samples, workspace);
        workspace.Output.CopyTo(outputs);
        Interlocked.Exchange(ref _spare, workspace);
    }

    /// <summary>Random weights, orthodox in size; the quantiles start at those of a normal spread of two
    /// units.</summary>
    internal static float[] Start(LstmShape shape, int seed)
    {
        var random = new Random(seed);
        float[] parameters = new float[shape.ParameterCount];
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            Span<float> weights = parameters.AsSpan(shape.LayerOffset(layer), shape.LayerWidth(layer) * shape.Gates);
            Fill(weights, random, 1 / MathF.Sqrt(shape.Hidden));
            Span<float> bias = weights.Slice(shape.LayerInputs(layer) * shape.Gates, shape.Gates);
            bias.Clear();
            bias.Slice(shape.Hidden, shape.Hidden).Fill(1);
        }

        Fill(
            parameters.AsSpan(shape.DenseOffset, shape.SummaryLength * shape.Dense),
            random,
            1 / MathF.Sqrt(shape.SummaryLength));
        Span<float> output = parameters.AsSpan(shape.OutputOffset);
        Fill(output, random, 0.1f / MathF.Sqrt(shape.Dense + shape.SummaryLength));
        Span<float> outputBias = output[^shape.Outputs..];
        for (int i = 0; i < outputBias.Length; i++)
        {
            outputBias[i] = 2 * (float)Intervals.NormalQuantile.Of(shape.Levels[i % shape.Levels.Length]);
        }

        return parameters;
    }

    private static void Fill(Span<float> weights, Random random, float size)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = size * ((2 * random.NextSingle()) - 1);
        }
    }
}
