using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>A series and its regressors as the estimators want them: scaled to size one, differenced, column by column.</summary>
/// <remarks>Column 0 is the series, gaps filled from neighbouring seasons or by straight lines. Then comes one column a gap,
/// which is one at the gap: its coefficient is what the filling got wrong, so that a likelihood with these columns profiled
/// out, corrected by their determinant, is the likelihood of the observed values alone (Gómez, Maravall and Peña, 1999,
/// J. Econometrics 88) and equal to that of a Kalman filter that skips the gaps. Then the external regressors, and last the
/// constant, differenced like the series. Fillings can also be taken as they are, which is quicker.</remarks>
internal sealed class ArimaData
{
    private readonly double[] _columnScales;

    private ArimaData(
        double[] columns, int columnCount, int[] gaps, int observed, double scale, double shift, double[] columnScales)
    {
        Columns = columns;
        ColumnCount = columnCount;
        Count = columns.Length / columnCount;
        Gaps = gaps;
        Observed = observed;
        Scale = scale;
        Shift = shift;
        _columnScales = columnScales;
    }

    /// <summary>All columns, one after the other.</summary>
    public double[] Columns { get; }

    /// <summary>The series, the gaps and the regressors.</summary>
    public int ColumnCount { get; }

    /// <summary>Values in a column: those of the series less those that differencing uses up.</summary>
    public int Count { get; }

    /// <summary>Gaps that have a column, as places in the series.</summary>
    public int[] Gaps { get; }

    /// <summary>Values that count: differenced values less gaps.</summary>
    public int Observed { get; }

    /// <summary>What the values were divided by.</summary>
    public double Scale { get; }

    /// <summary>What was taken from every value, in the unit of the series; differencing makes it irrelevant.</summary>
    public double Shift { get; }

    /// <summary>Regressors: external ones and the constant.</summary>
    public int RegressorCount => ColumnCount - 1 - Gaps.Length;

    /// <summary>The differenced series.</summary>
    public ReadOnlySpan<double> Series => Columns.AsSpan(0, Count);

    /// <summary>A differenced regressor; the constant is the last.</summary>
    public ReadOnlySpan<double> Regressor(int index) => Columns.AsSpan((1 + Gaps.Length + index) * Count, Count);

    /// <summary>Prepares a series.</summary>
    /// <param name="series">Not empty, at least one finite value more than the order uses up.</param>
    /// <param name="order">Says how to difference.</param>
    /// <param name="constant">The constant column wanted.</param>
    /// <param name="regressors">One array a regressor, each as long as the series and finite.</param>
    /// <param name="takesFillings">Whether fillings count as exact, without columns for the gaps.</param>
    public static ArimaData Create(
        ReadOnlySpan<double> series,
        in ArimaOrder order,
        ArimaConstant constant,
        IReadOnlyList<double[]> regressors,
        bool takesFillings = false)
    {
        int length = series.Length;
        int lost = order.LostValues;
        double[] filled = Filled(series, order.Period);
        int[] missing = MissingIn(series);
        int[] gaps = takesFillings ? [] : missing;
        double shift = lost > 0 || constant == ArimaConstant.Mean ? Middle(filled) : 0;
        double scale = Normalise(filled, shift, order);
        int regressorCount = regressors.Count + (constant == ArimaConstant.None ? 0 : 1);
        int columnCount = 1 + gaps.Length + regressorCount;
        int count = length - lost;
        double[] columns = new double[columnCount * count];
        double[] scales = new double[columnCount];
        Array.Fill(scales, 1);
        double[] work = new double[length];
        for (int column = 0; column < columnCount; column++)
        {
            Write(column, work);
            Differencing.Apply(work, order);
            Span<double> target = columns.AsSpan(column * count, count);
            work.AsSpan(lost).CopyTo(target);
            if (column > gaps.Length)
            {
                scales[column] = ScaleToOne(target);
            }
        }

        return new ArimaData(columns, columnCount, gaps, count - missing.Length, scale, shift, scales);

        void Write(int column, double[] target)
        {
            int regressor = column - 1 - gaps.Length;
            if (column == 0)
            {
                filled.CopyTo(target, 0);
            }
            else if (regressor < 0)
            {
                Array.Clear(target);
                target[gaps[column - 1]] = 1;
            }
            else if (regressor < regressors.Count)
            {
                regressors[regressor].CopyTo(target, 0);
            }
            else
            {
                FillConstant(constant, target);
            }
        }
    }

    /// <summary>The series with its gaps filled.</summary>
    public static double[] Filled(ReadOnlySpan<double> series, int period)
    {
        double[] filled = new double[series.Length];
        Decomposition.Gaps.Fill(series, period, filled);

        return filled;
    }

    /// <summary>A regression coefficient in the unit of the series.</summary>
    public double Unscaled(int column, double coefficient) =>
        _columnScales[column] > 0 ? coefficient / _columnScales[column] * Scale : 0;

    private static int[] MissingIn(ReadOnlySpan<double> series)
    {
        List<int> missing = [];
        for (int t = 0; t < series.Length; t++)
        {
            if (!double.IsFinite(series[t]))
            {
                missing.Add(t);
            }
        }

        return [.. missing];
    }

    private static void FillConstant(ArimaConstant constant, Span<double> target)
    {
        if (constant == ArimaConstant.Mean)
        {
            target.Fill(1);
        }
        else
        {
            for (int t = 0; t < target.Length; t++)
            {
                target[t] = t + 1;
            }
        }
    }

    private static double Middle(ReadOnlySpan<double> values)
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

    // Divides by the largest value first, so that neither a difference nor a square can overflow.
    private static double Normalise(double[] values, double shift, in ArimaOrder order)
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
        double size = ScaleOf(differenced.AsSpan(order.LostValues));
        if (size > 1e-250)
        {
            TensorPrimitives.Divide(values, size, values);

            return largest * size;
        }

        return largest;
    }

    private static double ScaleToOne(Span<double> column)
    {
        double scale = ScaleOf(column);
        if (scale > 1e-250)
        {
            TensorPrimitives.Divide(column, scale, column);

            return scale;
        }

        column.Clear();

        return 0;
    }

    private static double ScaleOf(ReadOnlySpan<double> values)
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
