using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Linear;

/// <summary>Ridge regression that learns one row at a time: recursive least squares with weights and
/// forgetting.</summary>
/// <remarks>Without forgetting the coefficients θ equal (XᵀWX + λI)⁻¹XᵀWy up to rounding; forgetting by f multiplies
/// all earlier weights and λ by f. With the inverse P and the row x of weight w: k = Px / (1/w + xᵀPx), θ += k (y −
/// xᵀθ), P −= k (Px)ᵀ (Ljung, System Identification, 1999, 11.2). O(p²) a row, allocates nothing. Rows are as long as
/// the features rounded up to whole vectors. P is symmetric: only its blocks of four by four on and below the diagonal
/// are kept, so it can never become lopsided. Sums are taken in the same order on any machine.</remarks>
public sealed class RidgeRegression
{
    private static readonly int Lanes = Vector256<double>.Count;

    // Block columns one after the other, each from its diagonal block down; a block is its four columns.
    private readonly Vector256<double>[] _inverse;
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
        _inverse = new Vector256<double>[_vectors * (_vectors + 1) / 2 * Lanes];
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
        int block = 0;
        for (int i = 0; i < Features; i++)
        {
            int lane = i % Lanes;
            _inverse[block + lane] = _inverse[block + lane].WithElement(lane, _initialInverse);
            block += lane == Lanes - 1 ? (_vectors - (i / Lanes)) * Lanes : 0;
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
    public void Learn(ReadOnlySpan<double> row, double target, double weight = 1, double memory = 1) =>
        Correct(row, target - Predict(row), weight, memory);

    /// <summary>Learns one row whose error y − xᵀθ is known already.</summary>
    internal void Correct(ReadOnlySpan<double> row, double error, double weight, double memory)
    {
        ReadOnlySpan<Vector256<double>> x = Vectors(row);
        Span<Vector256<double>> product = stackalloc Vector256<double>[_vectors];
        double growth = _trace <= memory * Features * _initialInverse ? 1 / memory : 1;
        Multiply(x, growth, product);
        double denominator = (1 / weight) + Dot(x, product);
        var gain = Vector256.Create(error / denominator);
        var root = Vector256.Create(1 / Math.Sqrt(denominator));
        for (int v = 0; v < product.Length; v++)
        {
            _coefficients[v] = Vector256.FusedMultiplyAdd(product[v], gain, _coefficients[v]);
            product[v] *= root;
        }

        Shrink(product, growth);
    }

    // Px grown. A block below the diagonal stands for its mirror image too, which is multiplied by sums within vectors.
    private void Multiply(
        ReadOnlySpan<Vector256<double>> x, double growth, Span<Vector256<double>> product)
    {
        ref Vector256<double> block = ref MemoryMarshal.GetArrayDataReference(_inverse);
        product.Clear();
        for (int column = 0; column < x.Length; column++)
        {
            Vector256<double> own = x[column];
            (Vector256<double> x0, Vector256<double> x1) = (Vector256.Create(own[0]), Vector256.Create(own[1]));
            (Vector256<double> x2, Vector256<double> x3) = (Vector256.Create(own[2]), Vector256.Create(own[3]));
            Vector256<double> sum = Times(ref block, x0, x1, x2, x3);
            (Vector256<double> y0, Vector256<double> y1) = (Vector256<double>.Zero, Vector256<double>.Zero);
            (Vector256<double> y2, Vector256<double> y3) = (Vector256<double>.Zero, Vector256<double>.Zero);
            for (int below = column + 1; below < x.Length; below++)
            {
                block = ref Unsafe.Add(ref block, Lanes);
                product[below] += Times(ref block, x0, x1, x2, x3);
                y0 = Vector256.FusedMultiplyAdd(block, x[below], y0);
                y1 = Vector256.FusedMultiplyAdd(Unsafe.Add(ref block, 1), x[below], y1);
                y2 = Vector256.FusedMultiplyAdd(Unsafe.Add(ref block, 2), x[below], y2);
                y3 = Vector256.FusedMultiplyAdd(Unsafe.Add(ref block, 3), x[below], y3);
            }

            var mirrored = Vector256.Create(
                Vector256.Sum(y0), Vector256.Sum(y1), Vector256.Sum(y2), Vector256.Sum(y3));
            product[column] = (product[column] + sum + mirrored) * growth;
            block = ref Unsafe.Add(ref block, Lanes);
        }
    }

    // P grown, less uuᵀ.
    private void Shrink(ReadOnlySpan<Vector256<double>> root, double growth)
    {
        ref Vector256<double> block = ref MemoryMarshal.GetArrayDataReference(_inverse);
        var grown = Vector256.Create(growth);
        Vector256<double> trace = Vector256<double>.Zero;
        for (int column = 0; column < root.Length; column++)
        {
            Vector256<double> own = -root[column];
            (Vector256<double> u0, Vector256<double> u1) = (Vector256.Create(own[0]), Vector256.Create(own[1]));
            (Vector256<double> u2, Vector256<double> u3) = (Vector256.Create(own[2]), Vector256.Create(own[3]));
            ref Vector256<double> diagonal = ref block;
            for (int row = column; row < root.Length; row++)
            {
                Vector256<double> other = root[row];
                block = Vector256.FusedMultiplyAdd(u0, other, block * grown);
                Unsafe.Add(ref block, 1) = Vector256.FusedMultiplyAdd(u1, other, Unsafe.Add(ref block, 1) * grown);
                Unsafe.Add(ref block, 2) = Vector256.FusedMultiplyAdd(u2, other, Unsafe.Add(ref block, 2) * grown);
                Unsafe.Add(ref block, 3) = Vector256.FusedMultiplyAdd(u3, other, Unsafe.Add(ref block, 3) * grown);
                block = ref Unsafe.Add(ref block, Lanes);
            }

            trace += Vector256.Create(
                diagonal[0], Unsafe.Add(ref diagonal, 1)[1], Unsafe.Add(ref diagonal, 2)[2], Unsafe.Add(ref diagonal, 3)[3]);
        }

        _trace = Vector256.Sum(trace);
    }

    // A block times four numbers, each given in all lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Times(
        ref Vector256<double> block, Vector256<double> x0, Vector256<double> x1, Vector256<double> x2, Vector256<double> x3) =>
        Vector256.FusedMultiplyAdd(Unsafe.Add(ref block, 1), x1, block * x0)
            + Vector256.FusedMultiplyAdd(Unsafe.Add(ref block, 3), x3, Unsafe.Add(ref block, 2) * x2);

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
