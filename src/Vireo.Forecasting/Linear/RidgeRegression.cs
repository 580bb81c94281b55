using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Linear;

/// <summary>Ridge regression that learns one row at a time: recursive least squares with weights and
/// forgetting.</summary>
/// <remarks>Without forgetting the coefficients θ equal (XᵀWX + λI)⁻¹XᵀWy up to rounding; forgetting by f multiplies
/// all earlier weights and λ by f. With the inverse P and the row x of weight w: k = Px / (1/w + xᵀPx), θ += k (y −
/// xᵀθ), P −= k (Px)ᵀ (Ljung, System Identification, 1999, 11.2). O(p²) a row, allocates nothing. Rows are as long as
/// the features rounded up to whole vectors; the columns of P lie without a gap, so the last vector of each reaches into
/// the next and leaves it as it is. Sums are taken in the same order on any machine.</remarks>
public sealed class RidgeRegression
{
    private static readonly int Lanes = Vector256<double>.Count;
    private readonly double[] _inverse;
    private readonly Vector256<double>[] _coefficients;
    private readonly int _vectors;
    private readonly double _initialInverse;
    private double _trace;

    /// <summary>Creates a regression that knows nothing: all coefficients are zero.</summary>
    /// <param name="features">Columns of a row.</param>
    /// <param name="ridge">λ, above zero; a row of standardised features counts about one.</param>
    public RidgeRegression(int features, double ridge)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        Features = features;
        _vectors = (features + Lanes - 1) / Lanes;
        _inverse = new double[(features * features) + Lanes - 1];
        _coefficients = new Vector256<double>[_vectors];
        _initialInverse = 1 / ridge;
        Clear();
    }

    /// <summary>Columns of a row.</summary>
    public int Features { get; }

    /// <summary>Numbers of a row: the features, then zeros up to a multiple of four.</summary>
    public int RowLength => _vectors * Lanes;

    /// <summary>θ, in the order of the features.</summary>
    public ReadOnlySpan<double> Coefficients => MemoryMarshal.Cast<Vector256<double>, double>(_coefficients)[..Features];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_inverse);
        Array.Clear(_coefficients);
        for (int i = 0; i < Features; i++)
        {
            _inverse[(i * Features) + i] = _initialInverse;
        }

        _trace = Features * _initialInverse;
    }

    /// <summary>xᵀθ.</summary>
    /// <param name="row">x, <see cref="RowLength"/> numbers.</param>
    /// <exception cref="ArgumentException">The row is of another length.</exception>
    public double Predict(ReadOnlySpan<double> row) => Dot(Vectors(row), _coefficients);

    /// <summary>Learns one row. Every number has to be finite.</summary>
    /// <param name="row">x, <see cref="RowLength"/> numbers.</param>
    /// <param name="target">y.</param>
    /// <param name="weight">w, above zero: what the row counts for.</param>
    /// <param name="memory">f, above 0 and at most 1: what everything learned so far counts for from now on.</param>
    /// <exception cref="ArgumentException">The row is of another length.</exception>
    /// <remarks>Forgetting pauses while P is as wide as at the start: a load that stands still must not be forgotten
    /// without end (the wind-up of forgetting).</remarks>
    public void Learn(ReadOnlySpan<double> row, double target, double weight = 1, double memory = 1)
    {
        ReadOnlySpan<Vector256<double>> x = Vectors(row);
        Span<Vector256<double>> product = stackalloc Vector256<double>[_vectors];
        double growth = _trace <= memory * Features * _initialInverse ? 1 / memory : 1;
        Multiply(row, growth, product);
        double denominator = (1 / weight) + Dot(x, product);
        var gain = Vector256.Create((target - Dot(x, _coefficients)) / denominator);

        // Both factors from one vector: products are the same either way round, so rounding cannot make P lopsided.
        var root = Vector256.Create(1 / Math.Sqrt(denominator));
        for (int v = 0; v < _vectors; v++)
        {
            _coefficients[v] = Vector256.FusedMultiplyAdd(product[v], gain, _coefficients[v]);
            product[v] *= root;
        }

        Shrink(product, growth);
    }

    // Px grown, by columns: P is symmetric, so no sum within a vector is needed.
    private void Multiply(ReadOnlySpan<double> row, double growth, Span<Vector256<double>> product)
    {
        product.Clear();
        ref double inverse = ref MemoryMarshal.GetArrayDataReference(_inverse);
        for (int i = 0; i < Features; i++)
        {
            var factor = Vector256.Create(growth * row[i]);
            for (int v = 0; v < product.Length; v++)
            {
                product[v] = Vector256.FusedMultiplyAdd(
                    Vector256.LoadUnsafe(ref inverse, Place(i, v)), factor, product[v]);
            }
        }

        product[^1] = Vector256.ConditionalSelect(InLast(), product[^1], Vector256<double>.Zero);
    }

    // P grown, less uuᵀ.
    private void Shrink(ReadOnlySpan<Vector256<double>> root, double growth)
    {
        ReadOnlySpan<double> numbers = MemoryMarshal.Cast<Vector256<double>, double>(root);
        var grown = Vector256.Create(growth);
        var last = Vector256.ConditionalSelect(InLast(), grown, Vector256<double>.One);
        ref double inverse = ref MemoryMarshal.GetArrayDataReference(_inverse);
        double trace = 0;
        for (int i = 0; i < Features; i++)
        {
            var factor = Vector256.Create(-numbers[i]);
            for (int v = 0; v < root.Length; v++)
            {
                var column = Vector256.LoadUnsafe(ref inverse, Place(i, v)) * (v == root.Length - 1 ? last : grown);
                Vector256.FusedMultiplyAdd(factor, root[v], column).StoreUnsafe(ref inverse, Place(i, v));
            }

            trace += _inverse[(i * Features) + i];
        }

        _trace = trace;
    }

    // Where a vector of a column begins.
    private nuint Place(int column, int vector) => (nuint)((column * Features) + (vector * Lanes));

    // All bits of the lanes of a column's last vector that are its own.
    private Vector256<double> InLast() => Vector256.LessThan(
        Vector256.Create(0.0, 1, 2, 3), Vector256.Create((double)(Features - ((_vectors - 1) * Lanes))));

    private ReadOnlySpan<Vector256<double>> Vectors(ReadOnlySpan<double> row) => row.Length == RowLength
        ? MemoryMarshal.Cast<double, Vector256<double>>(row)
        : throw new ArgumentException($"A row has {RowLength} numbers, not {row.Length}.", nameof(row));

    private static double Dot(ReadOnlySpan<Vector256<double>> left, ReadOnlySpan<Vector256<double>> right)
    {
        Vector256<double> sum = Vector256<double>.Zero;
        for (int v = 0; v < left.Length; v++)
        {
            sum = Vector256.FusedMultiplyAdd(left[v], right[v], sum);
        }

        return Vector256.Sum(sum);
    }
}
