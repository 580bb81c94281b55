using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>Least squares of the first column on the others, by normal equations and Cholesky.</summary>
/// <remarks>A column that the earlier ones explain to 1e-11 gets the coefficient zero. Allocates when made, not when
/// solved.</remarks>
internal sealed class ColumnRegression
{
    private const double Dependent = 1e-11;
    private readonly int _regressors;
    private readonly double[] _factor;

    public ColumnRegression(int regressors)
    {
        _regressors = regressors;
        _factor = new double[regressors * regressors];
        Coefficients = new double[regressors];
    }

    /// <summary>One a regressor.</summary>
    public double[] Coefficients { get; }

    /// <summary>Solves, and turns the first column into the residuals.</summary>
    /// <returns>The sum of squared residuals.</returns>
    public double Solve(Span<double> columns, int count)
    {
        Span<double> target = columns[..count];
        if (_regressors == 0)
        {
            return TensorPrimitives.SumOfSquares<double>(target);
        }

        for (int i = 0; i < _regressors; i++)
        {
            ReadOnlySpan<double> column = columns.Slice((i + 1) * count, count);
            Coefficients[i] = TensorPrimitives.Dot<double>(column, target);
            for (int j = 0; j <= i; j++)
            {
                _factor[(i * _regressors) + j] = TensorPrimitives.Dot(column, columns.Slice((j + 1) * count, count));
            }
        }

        Factorise();
        Substitute();
        for (int i = 0; i < _regressors; i++)
        {
            ReadOnlySpan<double> column = columns.Slice((i + 1) * count, count);
            TensorPrimitives.MultiplyAdd(column, -Coefficients[i], target, target);
        }

        return TensorPrimitives.SumOfSquares<double>(target);
    }

    /// <summary>Log determinant of the normal matrix of the first regressors, after <see cref="Solve"/>.</summary>
    public double LogDeterminant(int leading)
    {
        double sum = 0;
        for (int i = 0; i < leading; i++)
        {
            double diagonal = _factor[(i * _regressors) + i];
            sum += diagonal > 0 ? Math.Log(diagonal) : 0;
        }

        return 2 * sum;
    }

    /// <summary>Variance of a coefficient for errors of variance one, after <see cref="Solve"/>.</summary>
    public double Variance(int index)
    {
        Span<double> unit = new double[_regressors];
        unit[index] = 1;
        double sum = 0;
        for (int i = index; i < _regressors; i++)
        {
            double value = unit[i];
            for (int j = index; j < i; j++)
            {
                value -= _factor[(i * _regressors) + j] * unit[j];
            }

            double diagonal = _factor[(i * _regressors) + i];
            unit[i] = diagonal > 0 ? value / diagonal : 0;
            sum += unit[i] * unit[i];
        }

        return sum;
    }

    private void Factorise()
    {
        int n = _regressors;
        for (int i = 0; i < n; i++)
        {
            Span<double> row = _factor.AsSpan(i * n, n);
            double original = row[i];
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = _factor.AsSpan(j * n, n);
                double value = row[j] - TensorPrimitives.Dot(row[..j], other[..j]);
                row[j] = other[j] > 0 ? value / other[j] : 0;
            }

            double rest = original - TensorPrimitives.SumOfSquares<double>(row[..i]);
            row[i] = rest > Dependent * original ? Math.Sqrt(rest) : 0;
        }
    }

    private void Substitute()
    {
        int n = _regressors;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = _factor.AsSpan(i * n, n);
            double value = Coefficients[i] - TensorPrimitives.Dot(row[..i], Coefficients.AsSpan(0, i));
            Coefficients[i] = row[i] > 0 ? value / row[i] : 0;
        }

        for (int i = n - 1; i >= 0; i--)
        {
            double diagonal = _factor[(i * n) + i];
            double value = Coefficients[i];
            for (int j = i + 1; j < n; j++)
            {
                value -= _factor[(j * n) + i] * Coefficients[j];
            }

            Coefficients[i] = diagonal > 0 ? value / diagonal : 0;
        }
    }
}
