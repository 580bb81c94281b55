namespace Vireo.Forecasting.Arima;

/// <summary>Pulls conditional estimates into the domain of the exact likelihood.</summary>
internal static class StationaryStart
{
    private const double Margin = 1.001;
    private const double Pull = 0.97;

    /// <summary>Shrinks autoregressive factors until they are stationary and mirrors moving-average ones.</summary>
    public static void Make(in ArimaOrder order, Span<double> arma)
    {
        Shrink(arma[..order.Ar]);
        Shrink(arma.Slice(order.Ar + order.Ma, order.SeasonalAr));
        LagRoots.MakeInvertible(arma.Slice(order.Ar, order.Ma));
        LagRoots.MakeInvertible(arma[(order.Ar + order.Ma + order.SeasonalAr)..]);
    }

    // Scaling cᵢ by rⁱ moves all roots outwards by 1/r.
    private static void Shrink(Span<double> coefficients)
    {
        for (int round = 0; round < 200 && !LagRoots.AreOutside(coefficients, Margin, negate: true); round++)
        {
            double factor = 1;
            for (int i = 0; i < coefficients.Length; i++)
            {
                factor *= Pull;
                coefficients[i] *= factor;
            }
        }
    }
}
