using Vireo.Forecasting.Decomposition;

namespace Vireo.Forecasting.Statistics;

/// <summary>Whether a series needs a seasonal difference.</summary>
public static class SeasonalUnitRoots
{
    private const double StrongSeason = 0.64;
    private const int SeasonalWindow = 11;

    /// <summary>How much of the variation around the trend is seasonal, 0 to 1; NaN for two seasons or less.</summary>
    /// <param name="series">Oldest first; gaps are filled from the same phase of neighbouring seasons.</param>
    /// <param name="period">Steps in one season, at least 2.</param>
    /// <remarks>1 − Var(R)/Var(S + R) of an STL decomposition with window 11. Wang, Smith and Hyndman (2006), Data Mining and
    /// Knowledge Discovery 13.</remarks>
    public static double Strength(ReadOnlySpan<double> series, int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        if (series.Length <= 2 * period)
        {
            return double.NaN;
        }

        double[] filled = new double[series.Length];
        Gaps.Fill(series, period, filled);

        return Stl.Decompose(filled, period, new StlOptions(SeasonalWindow)).SeasonalStrength;
    }

    /// <summary>Seasonal differences needed, zero or one: one when the seasonal strength is above 0.64.</summary>
    /// <param name="series">Oldest first; may have gaps.</param>
    /// <param name="period">Steps in one season; 1 for none.</param>
    public static int DifferencesNeeded(ReadOnlySpan<double> series, int period)
    {
        if (period < 2 || series.Length <= 2 * period || UnitRoots.IsConstant(series))
        {
            return 0;
        }

        return Strength(series, period) > StrongSeason ? 1 : 0;
    }
}
