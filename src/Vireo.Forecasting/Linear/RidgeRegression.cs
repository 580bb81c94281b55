using System.Numerics.Tensors;

namespace Vireo.Forecasting.Linear;

/// <summary>Ridge regression that learns one row at a time: recursive least squares without forgetting.</summary>
/// <remarks>After any number of rows the coefficients θ equal (XᵀX + λI)⁻¹Xᵀy up to rounding. With the inverse P and the row
/// x: k = Px / (1 + xᵀPx), θ += k (y − xᵀθ), P −= k (Px)ᵀ. O(p²) a row, allocates nothing.</remarks>
public sealed class RidgeRegression
{
    private readonly double[] _inverse;
    private readonly double[] _coefficients;
    private readonly double[] _product;
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
        _product = new double[features];
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

    /// <summary>Learns one row. Every number has to be finite.</summary>
    public void Learn(ReadOnlySpan<double> row, double target)
    {
        int width = _coefficients.Length;
        for (int i = 0; i < width; i++)
        {
            _product[i] = TensorPrimitives.Dot(_inverse.AsSpan(i * width, width), row);
        }

        double denominator = 1 + TensorPrimitives.Dot(row, _product);
        double gain = (target - Predict(row)) / denominator;
        TensorPrimitives.MultiplyAdd(_product, gain, _coefficients, _coefficients);
        for (int i = 0; i < width; i++)
        {
            Span<double> inverseRow = _inverse.AsSpan(i * width, width);
            TensorPrimitives.MultiplyAdd(_product, -_product[i] / denominator, inverseRow, inverseRow);
        }
    }
}
