namespace Vireo.Forecasting.Ets;

/// <summary>First states from which the search starts: the mean season, and a line through the first values without
/// it.</summary>
/// <remarks>Hyndman et al. (2008), section 2.6.1, with the mean of each phase around a centred season in place of a
/// full decomposition: the search moves them anyway.</remarks>
internal static class EtsStart
{
    private const double SmallestFactor = 0.05;
    private const int FirstValues = 10;

    /// <summary>Fills the states of a point.</summary>
    /// <param name="series">Scaled; NaN marks a gap.</param>
    /// <param name="layout">Where they stand.</param>
    /// <param name="point">Receives level, trend and season.</param>
    public static void Fill(ReadOnlySpan<double> series, EtsLayout layout, Span<double> point)
    {
        bool isFactor = layout.Form.Season == EtsSeason.Multiplicative;
        Span<double> season = layout.Period <= 64 ? stackalloc double[64] : new double[layout.Period];
        season = season[..layout.Period];
        season.Fill(isFactor ? 1 : 0);
        if (layout.HasSeason)
        {
            FillSeason(series, isFactor, season);
            season[..^1].CopyTo(point[layout.Season..]);
        }

        int length = Math.Min(series.Length, Math.Max(FirstValues, 2 * layout.Period));
        (double level, double slope) = Line(series[..length], season, isFactor, layout.Trend >= 0);
        point[layout.Level] = level;
        if (layout.Trend >= 0)
        {
            point[layout.Trend] = slope;
        }
    }

    /// <summary>Makes states that lead below zero harmless: a flat line through the middle, a tenth of an added
    /// season.</summary>
    public static void Calm(EtsLayout layout, Span<double> point)
    {
        if (layout.Trend >= 0)
        {
            point[layout.Level] += point[layout.Trend] * Math.Max(FirstValues, 2 * layout.Period) / 2;
            point[layout.Trend] = 0;
        }

        for (int i = layout.Season; i < layout.Count && layout.Form.Season == EtsSeason.Additive; i++)
        {
            point[i] *= 0.1;
        }
    }

    private static void FillSeason(ReadOnlySpan<double> series, bool isFactor, Span<double> season)
    {
        int period = season.Length;
        double total = 0;
        for (int phase = 0; phase < period; phase++)
        {
            double sum = 0;
            int count = 0;
            for (int i = phase; i < series.Length; i += period)
            {
                double mean = MeanAround(series, i, period);
                double deviation = isFactor ? series[i] / mean : series[i] - mean;
                if (double.IsFinite(deviation))
                {
                    sum += deviation;
                    count++;
                }
            }

            season[phase] = count > 0 ? sum / count : isFactor ? 1 : 0;
            season[phase] = isFactor ? Math.Max(SmallestFactor, season[phase]) : season[phase];
            total += season[phase];
        }

        foreach (ref double value in season)
        {
            value = isFactor ? value * period / total : value - (total / period);
        }
    }

    // The mean over the season around a value, or over the first or last one.
    private static double MeanAround(ReadOnlySpan<double> series, int at, int period)
    {
        int from = Math.Clamp(at - (period / 2), 0, Math.Max(0, series.Length - period));
        double sum = 0;
        int count = 0;
        foreach (double value in series.Slice(from, Math.Min(period, series.Length - from)))
        {
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        return sum / count;
    }

    private static (double Level, double Slope) Line(
        ReadOnlySpan<double> series, ReadOnlySpan<double> season, bool isFactor, bool hasTrend)
    {
        double count = 0, sum = 0, sumTime = 0, sumSquares = 0, sumProducts = 0;
        for (int i = 0; i < series.Length; i++)
        {
            double factor = season[i % season.Length];
            double value = isFactor ? series[i] / factor : series[i] - factor;
            if (double.IsFinite(value))
            {
                double time = i + 1;
                count++;
                sum += value;
                sumTime += time;
                sumSquares += time * time;
                sumProducts += time * value;
            }
        }

        double spread = (count * sumSquares) - (sumTime * sumTime);
        double slope = hasTrend && spread > 0 ? ((count * sumProducts) - (sumTime * sum)) / spread : 0;

        return count > 0 ? ((sum - (slope * sumTime)) / count, slope) : (0, 0);
    }
}
