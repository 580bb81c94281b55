using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Linear;

/// <summary>Ridge regression that learns one row at a time: recursive least squares with weights and
/// forgetting.</summary>
/// <remarks>Without forgetting the coefficients θ equal (XᵀWX + λI)⁻¹XᵀWy up to rounding; forgetting by f multiplies
/// all earlier weights and λ by f. With the inverse P and the row x of weight w: k = Px / (1/w + xᵀPx), θ += k (y −
/// xᵀθ), P −= k (Px)ᵀ (Ljung, System Identification, 1999, 11.2). O(p²) a row, allocates nothing. Rows are as long as
/// the features rounded up to whole vectors. P is symmetric: of each column only what lies above the diagonal is kept,
/// and the four rows around it. Sums are taken in the same order on any machine.</remarks>
public sealed class RidgeRegression
{
    private const int Lanes = 4;

    // P by columns, each from its first row to the end of the four rows that hold its diagonal; then θ.
    private readonly Vector256<double>[] _numbers;
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
        int columns = 0;
        for (int column = 0; column < features; column++)
        {
            columns += Height(column);
        }

        _numbers = new Vector256<double>[columns + Height(features - 1)];
        _initialInverse = 1 / ridge;
        Clear();
    }

    /// <summary>Columns of a row.</summary>
    public int Features { get; }

    /// <summary>Numbers of a row: the features, then zeros up to a multiple of four.</summary>
    public int RowLength => Height(Features - 1) * Lanes;

    /// <summary>θ, in the order of the features.</summary>
    public ReadOnlySpan<double> Coefficients => MemoryMarshal.Cast<Vector256<double>, double>(Theta)[..Features];

    private Span<Vector256<double>> Theta => _numbers.AsSpan(_numbers.Length - Height(Features - 1));

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_numbers);
        int first = 0;
        for (int column = 0; column < Features; column++)
        {
            first += Height(column);
            _numbers[first - 1] = _numbers[first - 1].WithElement(column % Lanes, _initialInverse);
        }

        _trace = Features * _initialInverse;
    }

    /// <summary>xᵀθ.</summary>
    /// <param name="row">x, <see cref="RowLength"/> numbers.</param>
    /// <exception cref="ArgumentException">The row is of another length.</exception>
    public double Predict(ReadOnlySpan<double> row) => Dot(Vectors(row), Theta);

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
        Span<Vector256<double>> product = stackalloc Vector256<double>[x.Length];
        double growth = _trace <= memory * Features * _initialInverse ? 1 / memory : 1;
        Multiply(x, growth, product);
        double denominator = (1 / weight) + Dot(x, product);
        var gain = Vector256.Create(error / denominator);
        var root = Vector256.Create(1 / Math.Sqrt(denominator));
        Span<Vector256<double>> coefficients = Theta;
        for (int v = 0; v < product.Length; v++)
        {
            coefficients[v] = Vector256.FusedMultiplyAdd(product[v], gain, coefficients[v]);
            product[v] *= root;
        }

        Shrink(product, growth);
    }

    // Px grown. What lies above the diagonal stands for its mirror image too, which is multiplied by sums within
    // vectors. Four columns at a time, so that a product is read and written once for all of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(ReadOnlySpan<Vector256<double>> x, double growth, Span<Vector256<double>> product)
    {
        ref Vector256<double> columns = ref MemoryMarshal.GetArrayDataReference(_numbers);
        product.Clear();
        int groups = Features / Lanes;
        for (int group = 0; group < groups; group++)
        {
            int height = group + 1;
            Vector256<double> own = x[group];
            (Vector256<double> x0, Vector256<double> x1) = (Vector256.Create(own[0]), Vector256.Create(own[1]));
            (Vector256<double> x2, Vector256<double> x3) = (Vector256.Create(own[2]), Vector256.Create(own[3]));
            (Vector256<double> y0, Vector256<double> y1) = (Vector256<double>.Zero, Vector256<double>.Zero);
            (Vector256<double> y2, Vector256<double> y3) = (Vector256<double>.Zero, Vector256<double>.Zero);
            for (int row = 0; row < group; row++)
            {
                Vector256<double> other = x[row];
                ref Vector256<double> part = ref Unsafe.Add(ref columns, row);
                product[row] += Times(ref part, height, x0, x1, x2, x3);
                y0 = Vector256.FusedMultiplyAdd(part, other, y0);
                y1 = Vector256.FusedMultiplyAdd(Unsafe.Add(ref part, height), other, y1);
                y2 = Vector256.FusedMultiplyAdd(Unsafe.Add(ref part, 2 * height), other, y2);
                y3 = Vector256.FusedMultiplyAdd(Unsafe.Add(ref part, 3 * height), other, y3);
            }

            product[group] = Times(ref Unsafe.Add(ref columns, group), height, x0, x1, x2, x3)
                + Vector256.Create(Vector256.Sum(y0), Vector256.Sum(y1), Vector256.Sum(y2), Vector256.Sum(y3));
            columns = ref Unsafe.Add(ref columns, Lanes * height);
        }

        for (int column = groups * Lanes; column < Features; column++)
        {
            var own = Vector256.Create(x[groups][column % Lanes]);
            Vector256<double> sum = Vector256<double>.Zero;
            for (int row = 0; row < groups; row++)
            {
                Vector256<double> part = Unsafe.Add(ref columns, row);
                product[row] = Vector256.FusedMultiplyAdd(part, own, product[row]);
                sum = Vector256.FusedMultiplyAdd(part, x[row], sum);
            }

            Vector256<double> around =
                Vector256.FusedMultiplyAdd(Unsafe.Add(ref columns, groups), own, product[groups]);
            product[groups] = around.WithElement(column % Lanes, around[column % Lanes] + Vector256.Sum(sum));
            columns = ref Unsafe.Add(ref columns, groups + 1);
        }

        for (int v = 0; v < product.Length; v++)
        {
            product[v] *= growth;
        }
    }

    // P grown, less uuᵀ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Shrink(ReadOnlySpan<Vector256<double>> root, double growth)
    {
        ReadOnlySpan<double> numbers = MemoryMarshal.Cast<Vector256<double>, double>(root);
        ref Vector256<double> part = ref MemoryMarshal.GetArrayDataReference(_numbers);
        var grown = Vector256.Create(growth);
        double trace = 0;
        for (int column = 0; column < Features; column++)
        {
            var own = Vector256.Create(-numbers[column]);
            int height = Height(column);
            for (int row = 0; row < height; row++)
            {
                part = Vector256.FusedMultiplyAdd(own, root[row], part * grown);
                part = ref Unsafe.Add(ref part, 1);
            }

            ref double around = ref Unsafe.As<Vector256<double>, double>(ref Unsafe.Subtract(ref part, 1));
            trace += Unsafe.Add(ref around, column % Lanes);
        }

        _trace = trace;
    }

    // Vectors of a column.
    private static int Height(int column) => (column / Lanes) + 1;

    // Four vectors so far apart times four numbers, each given in all lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Times(
        ref Vector256<double> first,
        int apart,
        Vector256<double> x0,
        Vector256<double> x1,
        Vector256<double> x2,
        Vector256<double> x3) =>
        Vector256.FusedMultiplyAdd(Unsafe.Add(ref first, apart), x1, first * x0)
            + Vector256.FusedMultiplyAdd(Unsafe.Add(ref first, 3 * apart), x3, Unsafe.Add(ref first, 2 * apart) * x2);

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
