namespace Vireo.Forecasting.Arima;

/// <summary>The region that automatic selection accepts: every root farther than 1.01 from zero, as in R.</summary>
internal static class SafeRoots
{
    private const double Closest = 1.01;
    private const double Pulled = 0.995;

    /// <summary>Whether coefficients p, q, P, Q lie in the region; near-unit roots make useless forecasts.</summary>
    public static bool Holds(in ArimaOrder order, ReadOnlySpan<double> arma)
    {
        double seasonal = Math.Pow(Closest, order.Period);
        int seasonalStart = order.Ar + order.Ma;

        return LagRoots.AreOutside(arma[..order.Ar], Closest, negate: true)
            && LagRoots.AreOutside(arma.Slice(order.Ar, order.Ma), Closest, negate: false)
            && LagRoots.AreOutside(arma.Slice(seasonalStart, order.SeasonalAr), seasonal, negate: true)
            && LagRoots.AreOutside(
                arma.Slice(seasonalStart + order.SeasonalAr, order.SeasonalMa), seasonal, negate: false);
    }

    /// <summary>Shrinks the factors that are outside the region until they are in it.</summary>
    public static void Pull(in ArimaOrder order, Span<double> arma)
    {
        double seasonal = Math.Pow(Closest, order.Period);
        int seasonalStart = order.Ar + order.Ma;
        Pull(arma[..order.Ar], Closest, negate: true);
        Pull(arma.Slice(order.Ar, order.Ma), Closest, negate: false);
        Pull(arma.Slice(seasonalStart, order.SeasonalAr), seasonal, negate: true);
        Pull(arma.Slice(seasonalStart + order.SeasonalAr, order.SeasonalMa), seasonal, negate: false);
    }

    // Scaling cᵢ by rⁱ moves all roots outwards by 1/r.
    private static void Pull(Span<double> coefficients, double radius, bool negate)
    {
        for (int round = 0; round < 500 && !LagRoots.AreOutside(coefficients, radius, negate); round++)
        {
            double factor = 1;
            for (int i = 0; i < coefficients.Length; i++)
            {
                factor *= Pulled;
                coefficients[i] *= factor;
            }
        }
    }
}
