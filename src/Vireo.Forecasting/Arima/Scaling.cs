using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>Brings series and regressors to size one, whatever their magnitude.</summary>
internal static class Scaling
{
    /// <summary>The mean, without overflow.</summary>
    public static double Middle(ReadOnlySpan<double> values)
    {
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude(values));
        if (largest == 0)
        {
            return 0;
        }

        double sum = 0;
        foreach (double value in values)
        {
            sum += value / largest;
        }

        return sum / values.Length * largest;
    }

    /// <summary>Takes the shift off and divides, so that the differenced series has a mean square of one; returns the
    /// divisor.</summary>
    /// <remarks>The largest value divides first, so that neither a difference nor a square can overflow.</remarks>
    public static double Normalise(double[] values, double shift, in ArimaOrder order)
    {
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(values));
        if (!(largest > double.MinValue))
        {
            return 1;
        }

        largest = largest > 0 ? largest : 1;
        for (int t = 0; t < values.Length; t++)
        {
            values[t] = (values[t] / largest) - (shift / largest);
        }

        double[] differenced = (double[])values.Clone();
        Differencing.Apply(differenced, order);
        double size = RootMeanSquare(differenced.AsSpan(order.LostValues));
        if (size > 1e-250)
        {
            TensorPrimitives.Divide(values, size, values);

            return largest * size;
        }

        return largest;
    }

    /// <summary>Divides a column by its root mean square and returns that; a zero column stays zero.</summary>
    public static double ToOne(Span<double> column)
    {
        double scale = RootMeanSquare(column);
        if (scale > 1e-250)
        {
            TensorPrimitives.Divide(column, scale, column);

            return scale;
        }

        column.Clear();

        return 0;
    }

    private static double RootMeanSquare(ReadOnlySpan<double> values)
    {
        double largest = values.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(values));
        if (largest == 0)
        {
            return 0;
        }

        double sum = 0;
        foreach (double value in values)
        {
            sum += value / largest * (value / largest);
        }

        return largest * Math.Sqrt(sum / values.Length);
    }
}
