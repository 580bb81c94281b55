namespace Vireo.Detection.Anomalies;

/// <summary>Predicts a signal from its last values: a linear autoregression that learns with every value.</summary>
/// <remarks>Recursive least squares with forgetting (Haykin, <em>Adaptive Filter Theory</em>, chapter 10): with
/// features φ, weights w, inverse moments P and forgetting λ, the gain is k = Pφ / (λ + φᵀPφ), then w += k·e and
/// P = (P − kφᵀP) / λ. The error that is learned is cut off at some deviations, so that a fault does not
/// teach.</remarks>
internal sealed class LinearPredictor
{
    private const int Lags = 6;
    private const int Size = Lags + 1;
    private const double Forgetting = 1 - (1.0 / 3_000);
    private const double FirstMoments = 100;
    private const double MostTrace = 1e4;
    private const double FirstWeight = 0.9;
    private const double MostSigmas = 5;
    private const int Trusting = 50;
    private const int ErrorMemory = 1_500;

    private readonly double[] _moments = new double[Size * (Size + 1) / 2];
    private readonly double[] _weights = new double[Size];
    private readonly double[] _features = new double[Size];
    private double _deviation;
    private int _seen;

    /// <summary>Starts as a slowly fading last value.</summary>
    public LinearPredictor()
    {
        for (int i = 0; i < Size; i++)
        {
            _moments[At(i, i)] = FirstMoments;
        }

        _weights[1] = FirstWeight;
    }

    /// <summary>The error of the prediction of a value, which is learned then; 0 while too little is known.</summary>
    /// <param name="value">Finite, about standardised.</param>
    public double Next(double value)
    {
        double error = value;
        for (int i = 0; i < Size; i++)
        {
            error -= _weights[i] * _features[i];
        }

        double bound = MostSigmas * _deviation;
        Learn(_seen < Trusting ? error : Math.Clamp(error, -bound, bound));
        _seen++;
        double shown = Math.Clamp(Math.Abs(error), 0, _seen < Trusting ? double.MaxValue : 2 * bound);
        _deviation += (shown - _deviation) / Math.Min(_seen, ErrorMemory);
        _features.AsSpan(1, Lags - 1).CopyTo(_features.AsSpan(2));
        _features[1] = value;
        _features[0] = 1;

        return _seen <= Lags + 5 ? 0 : error;
    }

    private static int At(int row, int column) => (row * (row + 1) / 2) + column;

    private void Learn(double error)
    {
        Span<double> gain = stackalloc double[Size];
        double scale = Forgetting;
        double trace = 0;
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                gain[i] += _moments[i < j ? At(j, i) : At(i, j)] * _features[j];
            }

            scale += gain[i] * _features[i];
        }

        for (int i = 0; i < Size; i++)
        {
            _weights[i] += gain[i] / scale * error;
            for (int j = 0; j <= i; j++)
            {
                int at = At(i, j);
                _moments[at] = (_moments[at] - (gain[i] * gain[j] / scale)) / Forgetting;
            }

            trace += _moments[At(i, i)];
        }

        // A signal that does not move teaches nothing, and forgetting alone would blow the moments up.
        if (trace > MostTrace)
        {
            for (int i = 0; i < _moments.Length; i++)
            {
                _moments[i] *= 0.5;
            }
        }
    }
}
