namespace Vireo.Forecasting.Statistics;

/// <summary>P values of unit root statistics, between tabulated ones by straight lines, cut off at the ends.</summary>
internal static class UnitRootTables
{
    private static readonly double[] KpssValues = [0.347, 0.463, 0.574, 0.739];
    private static readonly double[] KpssLevels = [0.1, 0.05, 0.025, 0.01];
    private static readonly double[] TauLevels = [0.01, 0.05, 0.1];

    public static double Kpss(double statistic) => Interpolate(KpssValues, KpssLevels, statistic);

    /// <summary>Critical values of Dickey and Fuller with a constant, by the size of the sample.</summary>
    public static double DickeyFuller(double statistic, int n)
    {
        double[] values = n switch
        {
            < 25 => [-3.75, -3.00, -2.63],
            < 50 => [-3.58, -2.93, -2.60],
            < 100 => [-3.51, -2.89, -2.58],
            < 250 => [-3.46, -2.88, -2.57],
            < 500 => [-3.44, -2.87, -2.57],
            _ => [-3.43, -2.86, -2.57],
        };

        return Interpolate(values, TauLevels, statistic);
    }

    /// <summary>Response surfaces of MacKinnon (1991) with a constant.</summary>
    public static double PhillipsPerron(double statistic, double n)
    {
        double[] values =
        [
            -3.4335 - (5.999 / n) - (29.25 / (n * n)),
            -2.8621 - (2.738 / n) - (8.36 / (n * n)),
            -2.5671 - (1.438 / n) - (4.48 / (n * n)),
        ];

        return Interpolate(values, TauLevels, statistic);
    }

    private static double Interpolate(double[] values, double[] levels, double statistic)
    {
        if (double.IsNaN(statistic))
        {
            return double.NaN;
        }

        int above = 0;
        while (above < values.Length && values[above] < statistic)
        {
            above++;
        }

        if (above == 0 || above == values.Length)
        {
            return levels[Math.Min(above, values.Length - 1)];
        }

        double share = (statistic - values[above - 1]) / (values[above] - values[above - 1]);

        return levels[above - 1] + (share * (levels[above] - levels[above - 1]));
    }
}
