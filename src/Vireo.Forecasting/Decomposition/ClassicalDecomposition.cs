namespace Vireo.Forecasting.Decomposition;

/// <summary>The oldest decomposition: a centred moving average, and the mean deviation of each phase from it.</summary>
/// <remarks>Agrees with R's <c>decompose</c>. Hyndman &amp; Athanasopoulos, <em>Forecasting: Principles and
/// Practice</em>, 3rd ed., section 3.4.</remarks>
public static class ClassicalDecomposition
{
    /// <summary>Series = trend + seasonal + remainder; a seasonal figure sums to zero.</summary>
    /// <param name="series">Finite, oldest first, at least two seasons long.</param>
    /// <param name="period">Steps in one season, at least 2.</param>
    /// <exception cref="ArgumentException">The period is below 2 or the series is shorter than two seasons.</exception>
    public static SeasonalComponents Additive(ReadOnlySpan<double> series, int period) =>
        Decompose(series, period, isMultiplicative: false);

    /// <summary>Series = trend · seasonal · remainder; a seasonal figure has mean one.</summary>
    /// <param name="series">Positive, oldest first, at least two seasons long.</param>
    /// <param name="period">Steps in one season, at least 2.</param>
    /// <exception cref="ArgumentException">The period is below 2 or the series is shorter than two seasons.</exception>
    public static SeasonalComponents Multiplicative(ReadOnlySpan<double> series, int period) =>
        Decompose(series, period, isMultiplicative: true);

    private static SeasonalComponents Decompose(ReadOnlySpan<double> series, int period, bool isMultiplicative)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        if (series.Length < 2 * period)
        {
            throw new ArgumentException(
                $"The series has {series.Length} values, a season {period}. Give at least two seasons.",
                nameof(series));
        }

        double[] trend = new double[series.Length];
        double[] seasonal = new double[series.Length];
        double[] remainder = new double[series.Length];
        MovingAverage.Centred(series, period, trend);
        for (int i = 0; i < series.Length; i++)
        {
            remainder[i] = isMultiplicative ? series[i] / trend[i] : series[i] - trend[i];
        }

        FillFigure(remainder, seasonal.AsSpan(0, period), isMultiplicative);
        for (int i = 0; i < series.Length; i++)
        {
            seasonal[i] = seasonal[i % period];
            remainder[i] = isMultiplicative ? remainder[i] / seasonal[i] : remainder[i] - seasonal[i];
        }

        return new SeasonalComponents(seasonal, trend, remainder);
    }

    private static void FillFigure(ReadOnlySpan<double> detrended, Span<double> figure, bool isMultiplicative)
    {
        double total = 0;
        for (int phase = 0; phase < figure.Length; phase++)
        {
            double sum = 0;
            int count = 0;
            for (int i = phase; i < detrended.Length; i += figure.Length)
            {
                if (!double.IsNaN(detrended[i]))
                {
                    sum += detrended[i];
                    count++;
                }
            }

            figure[phase] = sum / count;
            total += figure[phase];
        }

        double mean = total / figure.Length;
        for (int phase = 0; phase < figure.Length; phase++)
        {
            figure[phase] = isMultiplicative ? figure[phase] / mean : figure[phase] - mean;
        }
    }
}
