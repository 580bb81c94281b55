namespace Vireo.Forecasting.Lstm;

/// <summary>The part of a batch that one thread works on. Its size is fixed, so sums do not depend on the
/// threads.</summary>
internal sealed class TrainingShard
{
    public const int Rows = 32;
    private readonly LstmShape _shape;
    private readonly WindowSource _source;
    private readonly LstmWorkspace _workspace;
    private readonly LstmGradient _gradient;
    private readonly float[] _levels;
    private readonly float[] _samples;
    private readonly float[] _actuals;
    private readonly float[] _slopes;
    private readonly double[] _scratch;

    public TrainingShard(LstmShape shape, WindowSource source)
    {
        _shape = shape;
        _source = source;
        _workspace = new LstmWorkspace(shape, Rows);
        _gradient = new LstmGradient(shape, Rows);
        _levels = [.. shape.Levels.Select(level => (float)level)];
        _samples = new float[Rows * shape.SampleLength];
        _actuals = new float[Rows * shape.Horizon];
        _slopes = new float[Rows * shape.Outputs];
        _scratch = new double[shape.Memory];
    }

    public ReadOnlySpan<float> Gradient => _gradient.Values;

    /// <summary>Summed pinball loss of the last pass.</summary>
    public double Loss { get; private set; }

    /// <summary>Terms of that sum.</summary>
    public long Terms { get; private set; }

    /// <summary>Loss and gradient of at most <see cref="Rows"/> windows.</summary>
    public void Learn(
        float[] parameters, TransposedWeights transposed, ReadOnlySpan<TrainingWindow> windows, float divisor)
    {
        Judge(parameters, windows, divisor);
        _gradient.Compute(transposed, _workspace, _slopes);
    }

    /// <summary>Loss alone.</summary>
    public void Judge(float[] parameters, ReadOnlySpan<TrainingWindow> windows, float divisor)
    {
        _samples.AsSpan().Clear();
        _actuals.AsSpan().Fill(float.NaN);
        for (int row = 0; row < windows.Length; row++)
        {
            _source.Encode(
                windows[row],
                _scratch,
                _samples.AsSpan(row * _shape.SampleLength, _shape.SampleLength),
                _actuals.AsSpan(row * _shape.Horizon, _shape.Horizon));
        }

        LstmPass.Forward(_shape, parameters, _samples, _workspace);
        Loss = PinballLoss.Sum(_levels, _workspace.Output, _actuals, divisor, _slopes);
        Terms = 0;
        foreach (float actual in _actuals)
        {
            Terms += float.IsNaN(actual) ? 0 : _levels.Length;
        }
    }
}
