namespace Vireo.Forecasting.Arima;

/// <summary>The two lag polynomials of an ARMA model, wᵗ = Σ φₗwₜ₋ₗ + eₜ + Σ θₗeₜ₋ₗ, set from a vector of coefficients.</summary>
/// <remarks>The vector holds p autoregressive, q moving-average, P seasonal autoregressive and Q seasonal moving-average
/// coefficients, in this order, as in R.</remarks>
internal sealed class ArmaPolynomials
{
    public ArmaPolynomials(in ArimaOrder order)
    {
        Order = order;
        Ar = ProductPolynomial.Autoregressive(order);
        Ma = ProductPolynomial.MovingAverage(order);
    }

    public ArimaOrder Order { get; }

    public ProductPolynomial Ar { get; }

    public ProductPolynomial Ma { get; }

    /// <summary>Length of the state vector, max(p', q' + 1).</summary>
    public int StateLength => Math.Max(Ar.Degree, Ma.Degree + 1);

    public void Set(ReadOnlySpan<double> coefficients)
    {
        (int p, int q, int seasonalP, int seasonalQ) = (Order.Ar, Order.Ma, Order.SeasonalAr, Order.SeasonalMa);
        Ar.Set(coefficients[..p], coefficients.Slice(p + q, seasonalP));
        Ma.Set(coefficients.Slice(p, q), coefficients.Slice(p + q + seasonalP, seasonalQ));
    }
}
