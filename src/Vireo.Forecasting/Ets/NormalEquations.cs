namespace Vireo.Forecasting.Ets;

/// <summary>Solves small symmetric systems in place, without allocating.</summary>
internal static class NormalEquations
{
    /// <summary>Solves A x = b by Cholesky.</summary>
    /// <param name="matrix">A, row-major, the lower triangle; overwritten by its factor.</param>
    /// <param name="vector">b; overwritten by x.</param>
    /// <returns>False when A is not positive definite.</returns>
    public static bool TrySolve(Span<double> matrix, Span<double> vector)
    {
        int size = vector.Length;
        for (int row = 0; row < size; row++)
        {
            Span<double> current = matrix.Slice(row * size, row + 1);
            for (int column = 0; column < row; column++)
            {
                ReadOnlySpan<double> other = matrix.Slice(column * size, column + 1);
                current[column] = (current[column] - Dot(current[..column], other[..column])) / other[column];
            }

            double pivot = current[row] - Dot(current[..row], current[..row]);
            if (!(pivot > 0))
            {
                return false;
            }

            current[row] = Math.Sqrt(pivot);
            vector[row] = (vector[row] - Dot(current[..row], vector[..row])) / current[row];
        }

        for (int row = size - 1; row >= 0; row--)
        {
            double sum = vector[row];
            for (int below = row + 1; below < size; below++)
            {
                sum -= matrix[(below * size) + row] * vector[below];
            }

            vector[row] = sum / matrix[(row * size) + row];
        }

        return true;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
