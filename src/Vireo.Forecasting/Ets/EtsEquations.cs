using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Ets;

/// <summary>The normal equations of a Gauss-Newton step, summed from one row of derivatives for each value.</summary>
/// <remarks>Multiplicative errors are least squares too, of r = e·exp(mean log f), because n log Σr² = n log Σe² + 2 Σ
/// log f. Compiled with full optimisation at once: vectors in the first, quick code are a hundred times
/// slower.</remarks>
internal sealed class EtsEquations
{
    private const int RowsAtOnce = 8;
    private readonly int _numbers;
    private readonly int _groups;
    private readonly double[] _rows;
    private readonly double[] _gram;
    private readonly double[] _products;
    private readonly double[] _drift;
    private int _pending;
    private int _count;

    /// <summary>Creates them.</summary>
    /// <param name="numbers">Numbers that are searched.</param>
    public EtsEquations(int numbers)
    {
        int lanes = Vector256<double>.Count;
        _numbers = numbers;
        _groups = (numbers + lanes - 1) / lanes;
        int width = _groups * lanes;
        _rows = new double[RowsAtOnce * width];
        _gram = new double[width * width];
        _products = new double[width];
        _drift = new double[width];
    }

    /// <summary>Σe².</summary>
    public double Squares { get; private set; }

    /// <summary>Where the derivatives of the next expected value go.</summary>
    public Span<Vector256<double>> Row => Vectors(_rows).Slice(_pending * _groups, _groups);

    private int Width => _products.Length;

    /// <summary>J'J at the point, J the derivatives of r; scaled by exp(−2 mean log f), which cancels in the
    /// step.</summary>
    public double Curvature(int row, int column)
    {
        (int low, int high) = row < column ? (row, column) : (column, row);

        return _gram[(low * Width) + high];
    }

    /// <summary>J'r at the point, scaled alike.</summary>
    public double Gradient(int index) => _products[index];

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        Array.Clear(_gram);
        Array.Clear(_products);
        Array.Clear(_drift);
        (Squares, _pending, _count) = (0, 0, 0);
    }

    /// <summary>Takes the row that was written.</summary>
    /// <param name="error">e: absolute, or relative.</param>
    /// <param name="weight">−∂e/∂f: 1, or y/f².</param>
    /// <param name="inverse">1/f for relative errors, else 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddRow(double error, double weight, double inverse)
    {
        Span<Vector256<double>> products = Vectors(_products);
        Span<Vector256<double>> drift = Vectors(_drift)[..products.Length];
        Span<Vector256<double>> row = Row[..products.Length];
        for (int group = 0; group < products.Length; group++)
        {
            Vector256<double> derivative = row[group];
            drift[group] += derivative * inverse;
            derivative *= weight;
            row[group] = derivative;
            products[group] += derivative * error;
        }

        Squares += error * error;
        _count++;
        if (++_pending == RowsAtOnce)
        {
            AddRows();
            _pending = 0;
        }
    }

    /// <summary>Completes the sums: r = G e, its derivative is G (c e − w f'), with c the mean of f'/f.</summary>
    public void Finish()
    {
        if (_pending > 0)
        {
            _rows.AsSpan(_pending * Width).Clear();
            AddRows();
        }

        for (int i = 0; i < _numbers; i++)
        {
            _drift[i] = _count > 0 ? _drift[i] / _count : 0;
        }

        for (int i = 0; i < _numbers; i++)
        {
            for (int j = i; j < _numbers; j++)
            {
                _gram[(i * Width) + j] += (_drift[i] * _drift[j] * Squares)
                    - (_products[i] * _drift[j]) - (_products[j] * _drift[i]);
            }
        }

        for (int i = 0; i < _numbers; i++)
        {
            _products[i] = (_drift[i] * Squares) - _products[i];
        }
    }

    // The upper triangle, by blocks of lanes, from eight rows at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows()
    {
        Span<Vector256<double>> rows = Vectors(_rows)[..(RowsAtOnce * _groups)];
        Span<Vector256<double>> gram = Vectors(_gram);
        int lanes = Vector256<double>.Count;
        int width = Width;
        for (int i = 0; i < _numbers; i++)
        {
            double r0 = _rows[i];
            double r1 = _rows[i + width];
            double r2 = _rows[i + (2 * width)];
            double r3 = _rows[i + (3 * width)];
            double r4 = _rows[i + (4 * width)];
            double r5 = _rows[i + (5 * width)];
            double r6 = _rows[i + (6 * width)];
            double r7 = _rows[i + (7 * width)];
            for (int group = i / lanes; group < _groups; group++)
            {
                Vector256<double> low = (rows[group] * r0)
                    + (rows[group + _groups] * r1)
                    + (rows[group + (2 * _groups)] * r2)
                    + (rows[group + (3 * _groups)] * r3);
                Vector256<double> high = (rows[group + (4 * _groups)] * r4)
                    + (rows[group + (5 * _groups)] * r5)
                    + (rows[group + (6 * _groups)] * r6)
                    + (rows[group + (7 * _groups)] * r7);
                gram[(i * _groups) + group] += low + high;
            }
        }
    }

    private static Span<Vector256<double>> Vectors(double[] values) =>
        MemoryMarshal.Cast<double, Vector256<double>>(values.AsSpan());
}
