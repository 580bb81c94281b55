namespace Vireo.Forecasting.Decomposition;

/// <summary>Seasonal and trend decomposition by local regression.</summary>
/// <remarks>Cleveland, Cleveland, McRae &amp; Terpenning (1990), "STL: A seasonal-trend decomposition procedure based
/// on loess",
/// <em>Journal of Official Statistics</em> 6. Agrees with R's <c>stats::stl</c> to rounding, its jumps of a tenth of
/// each window included. Cost is a few window sums per value.</remarks>
public static class Stl
{
    /// <summary>Decomposes a series.</summary>
    /// <param name="series">Finite, oldest first, at least two seasons long; fill gaps first.</param>
    /// <param name="period">Steps in one season, at least 2.</param>
    /// <param name="options">Windows and robustness.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is below 2.</exception>
    /// <exception cref="ArgumentException">The series is shorter than two seasons.</exception>
    public static SeasonalComponents Decompose(ReadOnlySpan<double> series, int period, StlOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        ArgumentNullException.ThrowIfNull(options);
        if (series.Length < 2 * period)
        {
            throw new ArgumentException(
                $"The series has {series.Length} values, a season {period}. Give at least two seasons.",
                nameof(series));
        }

        int length = series.Length;
        double[] robustness = options.IsRobust ? new double[length] : [];
        var rounds = new StlRounds(series, period, options);
        rounds.Run(robustness: []);
        for (int round = 0; round < options.OuterRounds; round++)
        {
            rounds.Weigh(robustness);
            rounds.Run(robustness);
        }

        double[] seasonal = rounds.Seasonal;
        if (options.SeasonalWindow is null)
        {
            AveragePhases(seasonal, period);
        }

        double[] remainder = new double[length];
        for (int i = 0; i < length; i++)
        {
            remainder[i] = series[i] - seasonal[i] - rounds.Trend[i];
        }

        return new SeasonalComponents(seasonal, rounds.Trend, remainder);
    }

    private static void AveragePhases(Span<double> seasonal, int period)
    {
        for (int phase = 0; phase < period; phase++)
        {
            double sum = 0;
            int count = 0;
            for (int i = phase; i < seasonal.Length; i += period)
            {
                sum += seasonal[i];
                count++;
            }

            for (int i = phase; i < seasonal.Length; i += period)
            {
                seasonal[i] = sum / count;
            }
        }
    }
}
