namespace Vireo.Forecasting.Arima;

/// <summary>Moves an estimate made on filled gaps to the likelihood of the observed values.</summary>
internal static class GapRefit
{
    // Multiplications in one likelihood up to which a whole search is worth it.
    private const double Affordable = 2e6;

    /// <summary>Searches from the estimate when that is cheap, else scores it where it is.</summary>
    public static ArimaEstimate Of(ArimaData data, ArimaEstimate estimate, int gaps)
    {
        var model = new ArmaPolynomials(estimate.Order);
        double cost = (double)data.Count * (1 + gaps) * (model.StateLength + gaps);
        if (cost > Affordable)
        {
            return ArimaEstimator.Score(data, estimate);
        }

        ArimaEstimate exact = ArimaEstimator.Exact(data, estimate);

        return exact.HasSafeRoots ? exact : ArimaEstimator.Score(data, estimate);
    }
}
