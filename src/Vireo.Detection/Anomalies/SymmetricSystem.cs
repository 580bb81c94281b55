using System.Numerics.Tensors;

namespace Vireo.Detection.Anomalies;

/// <summary>A positive definite system of equations with many right sides, solved by Cholesky.</summary>
internal sealed class SymmetricSystem(int size)
{
    /// <summary>Row by row; the lower half is read, and replaced by its factor.</summary>
    public double[] Factor { get; } = new double[size * size];

    /// <summary>Solves in place.</summary>
    /// <param name="sides">Row by row, <paramref name="columns"/> wide; replaced by the solution.</param>
    /// <param name="columns">Right sides.</param>
    /// <returns>False when the matrix is not positive definite; the sides are spoilt then.</returns>
    public bool Solve(Span<double> sides, int columns)
    {
        if (!Decompose())
        {
            return false;
        }

        for (int i = 0; i < size; i++)
        {
            Span<double> row = sides.Slice(i * columns, columns);
            for (int k = 0; k < i; k++)
            {
                Subtract(row, Factor[(i * size) + k], sides.Slice(k * columns, columns));
            }

            TensorPrimitives.Divide(row, Factor[(i * size) + i], row);
        }

        for (int i = size - 1; i >= 0; i--)
        {
            Span<double> row = sides.Slice(i * columns, columns);
            for (int k = i + 1; k < size; k++)
            {
                Subtract(row, Factor[(k * size) + i], sides.Slice(k * columns, columns));
            }

            TensorPrimitives.Divide(row, Factor[(i * size) + i], row);
        }

        return true;
    }

    private bool Decompose()
    {
        for (int i = 0; i < size; i++)
        {
            Span<double> row = Factor.AsSpan(i * size, size);
            for (int j = 0; j <= i; j++)
            {
                ReadOnlySpan<double> other = Factor.AsSpan(j * size, size);
                double rest = row[j] - TensorPrimitives.Dot<double>(row[..j], other[..j]);
                if (i != j)
                {
                    row[j] = rest / other[j];
                }
                else if (rest > 0 && double.IsFinite(rest))
                {
                    row[i] = Math.Sqrt(rest);
                }
                else
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void Subtract(Span<double> row, double factor, ReadOnlySpan<double> other) =>
        TensorPrimitives.MultiplyAdd(other, -factor, row, row);
}
