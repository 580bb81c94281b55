using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>Small symmetric positive systems, in place.</summary>
internal static class SymmetricSolver
{
    /// <summary>Replaces the lower half of a row-major matrix by its Cholesky factor; false when it is not positive.</summary>
    public static bool TryFactorise(Span<double> matrix, int size)
    {
        for (int i = 0; i < size; i++)
        {
            Span<double> row = matrix.Slice(i * size, size);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = matrix.Slice(j * size, size);
                row[j] = (row[j] - TensorPrimitives.Dot(row[..j], other[..j])) / other[j];
            }

            double rest = row[i] - TensorPrimitives.SumOfSquares<double>(row[..i]);
            if (!(rest > 1e-14 * Math.Abs(row[i])) || double.IsInfinity(rest))
            {
                return false;
            }

            row[i] = Math.Sqrt(rest);
        }

        return true;
    }

    /// <summary>Solves with the factor of <see cref="TryFactorise"/>, in place.</summary>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> vector)
    {
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = factor.Slice(i * size, size);
            vector[i] = (vector[i] - TensorPrimitives.Dot<double>(row[..i], vector[..i])) / row[i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            double value = vector[i];
            for (int j = i + 1; j < size; j++)
            {
                value -= factor[(j * size) + i] * vector[j];
            }

            vector[i] = value / factor[(i * size) + i];
        }
    }
}
