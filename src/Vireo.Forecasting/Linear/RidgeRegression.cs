using System.Numerics.Tensors;

namespace Vireo.Forecasting.Linear;

/// <summary>Ridge regression that learns one row at a time: recursive least squares with weights and
/// forgetting.</summary>
/// <remarks>Without forgetting the coefficients θ equal (XᵀWX + λI)⁻¹XᵀWy up to rounding; forgetting by f multiplies
/// all earlier weights and λ by f. With the inverse P and the row x of weight w: k = Px / (1/w + xᵀPx), θ += k (y −
/// xᵀθ), P −= k (Px)ᵀ (Ljung, System Identification, 1999, 11.2). O(p²) a row, allocates nothing.</remarks>
public sealed class RidgeRegression
{
    private const int OnStack = 32;
    private readonly double[] _inverse;
    private readonly double[] _coefficients;
    private readonly double _initialInverse;

    /// <summary>Creates a regression that knows nothing: all coefficients are zero.</summary>
    /// <param name="features">Columns of a row.</param>
    /// <param name="ridge">λ, above zero; a row of standardised features counts about one.</param>
    public RidgeRegression(int features, double ridge)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        _inverse = new double[features * features];
        _coefficients = new double[features];
        _initialInverse = 1 / ridge;
        Clear();
    }

    /// <summary>θ, in the order of the features.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_inverse);
        Array.Clear(_coefficients);
        for (int i = 0; i < _coefficients.Length; i++)
        {
            _inverse[(i * _coefficients.Length) + i] = _initialInverse;
        }
    }

    /// <summary>xᵀθ.</summary>
    public double Predict(ReadOnlySpan<double> row) => TensorPrimitives.Dot(row, _coefficients);

    /// <summary>Makes everything learned so far count for less.</summary>
    /// <param name="factor">f, above 0 and at most 1.</param>
    /// <remarks>Pauses while P is as wide as at the start: a load that stands still must not be forgotten without end
    /// (the wind-up of forgetting).</remarks>
    public void Forget(double factor)
    {
        double trace = 0;
        for (int i = 0; i < _inverse.Length; i += _coefficients.Length + 1)
        {
            trace += _inverse[i];
        }

        if (trace <= factor * _coefficients.Length * _initialInverse)
        {
            TensorPrimitives.Divide(_inverse, factor, _inverse);
        }
    }

    /// <summary>Learns one row. Every number has to be finite.</summary>
    public void Learn(ReadOnlySpan<double> row, double target) => Learn(row, target, 1);

    /// <summary>Learns one row that counts for more or less than one. Every number has to be finite.</summary>
    /// <param name="row">x.</param>
    /// <param name="target">y.</param>
    /// <param name="weight">w, above zero.</param>
    public void Learn(ReadOnlySpan<double> row, double target, double weight)
    {
        int width = _coefficients.Length;
        Span<double> product = width <= OnStack ? stackalloc double[OnStack] : new double[width];
        product = product[..width];
        for (int i = 0; i < width; i++)
        {
            product[i] = TensorPrimitives.Dot(_inverse.AsSpan(i * width, width), row);
        }

        double denominator = (1 / weight) + TensorPrimitives.Dot(row, product);
        double gain = (target - Predict(row)) / denominator;
        TensorPrimitives.MultiplyAdd(product, gain, _coefficients, _coefficients);

        // Both factors from one vector: products are the same either way round, so rounding cannot make P lopsided.
        TensorPrimitives.Multiply(product, 1 / Math.Sqrt(denominator), product);
        for (int i = 0; i < width; i++)
        {
            Span<double> inverseRow = _inverse.AsSpan(i * width, width);
            TensorPrimitives.MultiplyAdd(product, -product[i], inverseRow, inverseRow);
        }
    }
}
