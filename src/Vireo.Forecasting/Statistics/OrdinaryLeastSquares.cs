using System.Numerics.Tensors;

namespace Vireo.Forecasting.Statistics;

/// <summary>Least squares by orthogonal columns, with the t values that unit root tests need.</summary>
/// <remarks>Modified Gram-Schmidt on a few columns, accurate when they are nearly dependent. Golub and Van Loan,
/// <em>Matrix Computations</em>, section 5.2.</remarks>
internal sealed class OrdinaryLeastSquares
{
    private readonly double[][] _inverse;

    private OrdinaryLeastSquares(double[] coefficients, double[] residuals, double[][] inverse)
    {
        Coefficients = coefficients;
        Residuals = residuals;
        _inverse = inverse;
        SumOfSquares = TensorPrimitives.SumOfSquares<double>(residuals);
    }

    /// <summary>One a column.</summary>
    public double[] Coefficients { get; }

    /// <summary>Target less fit.</summary>
    public double[] Residuals { get; }

    /// <summary>Sum of squared residuals.</summary>
    public double SumOfSquares { get; }

    /// <summary>Standard error of a coefficient.</summary>
    public double StandardError(int index)
    {
        double variance = SumOfSquares / (Residuals.Length - Coefficients.Length);

        return Math.Sqrt(variance * TensorPrimitives.SumOfSquares<double>(_inverse[index]));
    }

    /// <summary>Fits; columns and target must have one length.</summary>
    public static OrdinaryLeastSquares Fit(ReadOnlySpan<double> target, params double[][] columns)
    {
        int size = columns.Length;
        double[] residuals = target.ToArray();
        double[][] basis = [.. columns.Select(column => (double[])column.Clone())];
        double[,] factor = new double[size, size];
        double[] projections = new double[size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                factor[j, i] = Remove(basis[j], basis[i]);
            }

            factor[i, i] = TensorPrimitives.Norm<double>(basis[i]);
            TensorPrimitives.Divide(basis[i], factor[i, i], basis[i]);
            projections[i] = Remove(basis[i], residuals);
        }

        double[][] inverse = Invert(factor, size);
        double[] coefficients = new double[size];
        for (int i = 0; i < size; i++)
        {
            coefficients[i] = TensorPrimitives.Dot<double>(inverse[i], projections);
        }

        return new OrdinaryLeastSquares(coefficients, residuals, inverse);
    }

    private static double Remove(double[] direction, double[] vector)
    {
        double share = TensorPrimitives.Dot<double>(direction, vector);
        TensorPrimitives.MultiplyAdd(direction, -share, vector, vector);

        return share;
    }

    // Rows of the inverse of an upper triangle.
    private static double[][] Invert(double[,] factor, int size)
    {
        double[][] inverse = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        for (int column = 0; column < size; column++)
        {
            for (int row = column; row >= 0; row--)
            {
                double value = row == column ? 1 : 0;
                for (int i = row + 1; i <= column; i++)
                {
                    value -= factor[row, i] * inverse[i][column];
                }

                inverse[row][column] = value / factor[row, row];
            }
        }

        return inverse;
    }
}
