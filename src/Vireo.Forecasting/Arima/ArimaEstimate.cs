namespace Vireo.Forecasting.Arima;

/// <summary>The coefficients of one order on prepared data, and what they score. Cheap; a search makes dozens.</summary>
/// <param name="Order">The order.</param>
/// <param name="Constant">The constant term.</param>
/// <param name="Method">What was minimised.</param>
/// <param name="Parameters">ARMA coefficients, then one scaled coefficient a regressor.</param>
/// <param name="LogLikelihood">In the unit of the series; of conditional estimates, that of their errors.</param>
/// <param name="Variance">Mean squared innovation, in squared units of the prepared data.</param>
/// <param name="Observed">Values that count.</param>
internal sealed record ArimaEstimate(
    ArimaOrder Order,
    ArimaConstant Constant,
    ArimaMethod Method,
    double[] Parameters,
    double LogLikelihood,
    double Variance,
    int Observed)
{
    /// <summary>Estimated numbers, the error variance among them.</summary>
    public int ParameterCount => Parameters.Length + 1;

    /// <summary>−2 log L + 2k.</summary>
    public double Aic => (-2 * LogLikelihood) + (2 * ParameterCount);

    /// <summary>AIC corrected for short series.</summary>
    public double Aicc => Corrected(Aic);

    /// <summary>−2 log L + k log n.</summary>
    public double Bic => Aic + (ParameterCount * (Math.Log(Observed) - 2));

    public ReadOnlySpan<double> Ar => Parameters.AsSpan(0, Order.Ar);

    public ReadOnlySpan<double> Ma => Parameters.AsSpan(Order.Ar, Order.Ma);

    public ReadOnlySpan<double> SeasonalAr => Parameters.AsSpan(Order.Ar + Order.Ma, Order.SeasonalAr);

    public ReadOnlySpan<double> SeasonalMa =>
        Parameters.AsSpan(Order.Ar + Order.Ma + Order.SeasonalAr, Order.SeasonalMa);

    /// <summary>Whether automatic selection accepts the roots.</summary>
    public bool HasSafeRoots => SafeRoots.Holds(Order, Parameters.AsSpan(0, Order.ArmaTerms));

    /// <summary>AICc for some AIC of this model.</summary>
    public double Corrected(double aic)
    {
        double k = ParameterCount;
        double room = Observed - k - 1;

        return room > 0 ? aic + (2 * k * (k + 1) / room) : double.PositiveInfinity;
    }
}
