namespace Vireo.Forecasting.Intervals;

/// <summary>What turns a quantile of errors into a distance from the forecast, at one knot and one instant.</summary>
/// <param name="Knot">Of the horizon.</param>
/// <param name="Trust">Share of the errors that were made; the rest is the prior's.</param>
/// <param name="Below">Unit of errors below the forecast.</param>
/// <param name="Above">Unit of errors above it.</param>
/// <param name="Own">What the model itself knows of its spread; null when it knows none.</param>
/// <param name="Deviation">Of the normal prior that stands in for it.</param>
internal readonly record struct KnotScale(
    int Knot, double Trust, double Below, double Above, KnotSpread? Own, double Deviation)
{
    /// <summary>The distance, in the unit of the series.</summary>
    /// <param name="quantile">Of the errors made, stretched; NaN when there are none.</param>
    /// <param name="normal">The level's normal score.</param>
    public double Offset(double quantile, double normal)
    {
        double prior = Own is null ? Deviation * normal : Own.At(Knot, normal);

        return double.IsNaN(quantile)
            ? prior
            : (Trust * quantile * (quantile < 0 ? Below : Above)) + ((1 - Trust) * prior);
    }
}
