using System.Numerics.Tensors;

namespace Vireo.Detection.Anomalies;

/// <summary>Predicts all metrics of one machine from all of them one, two and five rows ago: ridge regression over
/// moments that fade.</summary>
/// <remarks>With features φ (lagged rows and a constant) the moments G = Σφφᵀ and C = Σφxᵀ are kept and
/// W = (G + ρI)⁻¹C is solved now and then, by Cholesky. Cost of a row: 7.5 d² multiplications; memory 40 d²
/// bytes.</remarks>
internal sealed class VectorRegression
{
    private const double Ridge = 10;
    private const int Forgotten = 20_000;
    private static readonly int[] Lags = [1, 2, 5];

    private readonly int _metrics;
    private readonly int _size;
    private readonly float[] _moments;
    private readonly float[] _cross;
    private readonly float[] _weights;
    private readonly float[] _history;
    private readonly float[] _features;
    private double _gain = 1;
    private int _rows;

    /// <summary>Starts empty.</summary>
    public VectorRegression(int metrics)
    {
        _metrics = metrics;
        _size = (metrics * Lags.Length) + 1;
        _moments = new float[_size * (_size + 1) / 2];
        _cross = new float[_size * metrics];
        _weights = new float[_size * metrics];
        _history = new float[metrics * Lags[^1]];
        _features = new float[_size];
    }

    /// <summary>Whether there are weights.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Predicts the next row from the rows remembered.</summary>
    public void Predict(Span<float> prediction)
    {
        int depth = Lags[^1];
        for (int i = 0; i < Lags.Length; i++)
        {
            int row = (_rows + depth - Lags[i]) % depth;
            _history.AsSpan(row * _metrics, _metrics).CopyTo(_features.AsSpan(i * _metrics));
        }

        _features[^1] = 1;
        prediction.Clear();
        for (int i = 0; i < _size && IsReady; i++)
        {
            TensorPrimitives.MultiplyAdd(_weights.AsSpan(i * _metrics, _metrics), _features[i], prediction, prediction);
        }
    }

    /// <summary>Learns the row that <see cref="Predict"/> was asked for, or only remembers it.</summary>
    public void Add(ReadOnlySpan<float> row, bool isLearned)
    {
        if (isLearned && _rows >= Lags[^1])
        {
            Accumulate(row);
        }

        row.CopyTo(_history.AsSpan(_rows % Lags[^1] * _metrics, _metrics));
        _rows++;
    }

    /// <summary>Takes the weights that fit what was learned.</summary>
    public void Solve()
    {
        var system = new SymmetricSystem(_size);
        int at = 0;
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                system.Factor[(i * _size) + j] = (_moments[at++] / _gain) + (i == j ? Ridge : 0);
            }
        }

        double[] weights = new double[_cross.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = _cross[i] / _gain;
        }

        if (system.Solve(weights, _metrics))
        {
            for (int i = 0; i < weights.Length; i++)
            {
                _weights[i] = (float)weights[i];
            }

            IsReady = true;
        }
    }

    // Newer rows weigh more instead of older ones less: one number grows, and the moments are scaled back rarely.
    private void Accumulate(ReadOnlySpan<float> row)
    {
        _gain *= 1 + (1.0 / Forgotten);
        float gain = (float)_gain;
        int at = 0;
        for (int i = 0; i < _size; i++)
        {
            float feature = gain * _features[i];
            if (feature != 0)
            {
                Span<float> moments = _moments.AsSpan(at, i + 1);
                TensorPrimitives.MultiplyAdd(_features.AsSpan(0, i + 1), feature, moments, moments);
                Span<float> cross = _cross.AsSpan(i * _metrics, _metrics);
                TensorPrimitives.MultiplyAdd(row, feature, cross, cross);
            }

            at += i + 1;
        }

        if (_gain > 16)
        {
            TensorPrimitives.Divide(_moments, gain, _moments);
            TensorPrimitives.Divide(_cross, gain, _cross);
            _gain = 1;
        }
    }
}
