namespace Vireo.Benchmarks.Failures;

/// <summary>Logistic regression by Newton's method, with a little ridge so that it always has an answer.</summary>
/// <remarks>Hastie, Tibshirani and Friedman, <em>The Elements of Statistical Learning</em>, 2nd ed., section
/// 4.4.1.</remarks>
internal static class LogisticFit
{
    private const int Rounds = 30;
    private const double Ridge = 1e-3;

    /// <summary>The weights, one for each input.</summary>
    /// <param name="rows">Inputs, the same number in each row, the first of them one.</param>
    /// <param name="outcomes">Whether it came true.</param>
    public static double[] Fit(IReadOnlyList<double[]> rows, IReadOnlyList<bool> outcomes)
    {
        int inputs = rows[0].Length;
        double[] weights = new double[inputs];
        for (int round = 0; round < Rounds; round++)
        {
            double[,] curvature = new double[inputs, inputs];
            double[] slope = new double[inputs];
            for (int i = 0; i < inputs; i++)
            {
                curvature[i, i] = Ridge;
                slope[i] = -Ridge * weights[i];
            }

            for (int row = 0; row < rows.Count; row++)
            {
                Add(rows[row], outcomes[row], weights, curvature, slope);
            }

            Solve(curvature, slope);
            for (int i = 0; i < inputs; i++)
            {
                weights[i] += slope[i];
            }
        }

        return weights;
    }

    private static void Add(double[] row, bool outcome, double[] weights, double[,] curvature, double[] slope)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum += weights[i] * row[i];
        }

        double probability = 1 / (1 + Math.Exp(-sum));
        for (int i = 0; i < row.Length; i++)
        {
            slope[i] += ((outcome ? 1 : 0) - probability) * row[i];
            for (int j = 0; j < row.Length; j++)
            {
                curvature[i, j] += probability * (1 - probability) * row[i] * row[j];
            }
        }
    }

    // Gaussian elimination: the curvature is positive definite, so no pivot is needed.
    private static void Solve(double[,] matrix, double[] right)
    {
        int size = right.Length;
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = pivot + 1; row < size; row++)
            {
                double factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (int column = pivot; column < size; column++)
                {
                    matrix[row, column] -= factor * matrix[pivot, column];
                }

                right[row] -= factor * right[pivot];
            }
        }

        for (int row = size - 1; row >= 0; row--)
        {
            for (int column = row + 1; column < size; column++)
            {
                right[row] -= matrix[row, column] * right[column];
            }

            right[row] /= matrix[row, row];
        }
    }
}
