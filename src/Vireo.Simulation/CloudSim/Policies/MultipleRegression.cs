namespace Vireo.Simulation;

/// <summary>Ordinary least squares by Householder reflections, in the order of operations of the reference's statistics
/// library, so that nearly singular cases end alike.</summary>
internal static class MultipleRegression
{
    /// <summary>Share of the variance that is explained.</summary>
    /// <param name="columns">Explaining series, a column of ones first.</param>
    /// <param name="target">To be explained, at least as long as there are columns.</param>
    /// <param name="rSquared">1 minus the residual over the total sum of squares.</param>
    /// <returns>False when the columns are linearly dependent.</returns>
    public static bool TryRSquared(double[][] columns, ReadOnlySpan<double> target, out double rSquared)
    {
        rSquared = 0;
        double[][] reflected = new double[columns.Length][];
        for (int column = 0; column < columns.Length; column++)
        {
            reflected[column] = (double[])columns[column].Clone();
        }

        double[] diagonal = new double[columns.Length];
        for (int minor = 0; minor < columns.Length; minor++)
        {
            diagonal[minor] = Reflect(reflected, minor);
        }

        if (diagonal.Contains(0))
        {
            return false;
        }

        double[] coefficients = Solve(reflected, diagonal, target.ToArray());
        rSquared = 1 - (ResidualSquares(columns, coefficients, target) / TotalSquares(target));

        return true;
    }

    private static double Reflect(double[][] reflected, int minor)
    {
        double[] pivot = reflected[minor];
        double square = 0;
        for (int row = minor; row < pivot.Length; row++)
        {
            square += pivot[row] * pivot[row];
        }

        double diagonal = pivot[minor] > 0 ? -Math.Sqrt(square) : Math.Sqrt(square);
        if (diagonal == 0)
        {
            return 0;
        }

        pivot[minor] -= diagonal;
        for (int column = minor + 1; column < reflected.Length; column++)
        {
            double[] other = reflected[column];
            double alpha = 0;
            for (int row = minor; row < other.Length; row++)
            {
                alpha -= other[row] * pivot[row];
            }

            alpha /= diagonal * pivot[minor];
            for (int row = minor; row < other.Length; row++)
            {
                other[row] -= alpha * pivot[row];
            }
        }

        return diagonal;
    }

    private static double[] Solve(double[][] reflected, double[] diagonal, double[] y)
    {
        for (int minor = 0; minor < diagonal.Length; minor++)
        {
            double[] pivot = reflected[minor];
            double product = 0;
            for (int row = minor; row < y.Length; row++)
            {
                product += y[row] * pivot[row];
            }

            product /= diagonal[minor] * pivot[minor];
            for (int row = minor; row < y.Length; row++)
            {
                y[row] += product * pivot[row];
            }
        }

        double[] x = new double[diagonal.Length];
        for (int row = diagonal.Length - 1; row >= 0; row--)
        {
            y[row] /= diagonal[row];
            x[row] = y[row];
            for (int i = 0; i < row; i++)
            {
                y[i] -= x[row] * reflected[row][i];
            }
        }

        return x;
    }

    private static double ResidualSquares(double[][] columns, double[] coefficients, ReadOnlySpan<double> target)
    {
        double squares = 0;
        for (int row = 0; row < target.Length; row++)
        {
            double fitted = 0;
            for (int column = 0; column < columns.Length; column++)
            {
                fitted += columns[column][row] * coefficients[column];
            }

            squares += (target[row] - fitted) * (target[row] - fitted);
        }

        return squares;
    }

    private static double TotalSquares(ReadOnlySpan<double> target)
    {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < target.Length; i++)
        {
            double difference = target[i] - mean;
            mean += difference / (i + 1);
            squares += difference * difference / (i + 1) * i;
        }

        return squares;
    }
}
