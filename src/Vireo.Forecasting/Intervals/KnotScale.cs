using System.Runtime.Intrinsics;

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

    /// <summary>The same for four levels at once.</summary>
    public Vector256<double> Offsets(Vector256<double> quantiles, Vector256<double> normals)
    {
        Vector256<double> prior = Own is null
            ? normals * Deviation
            : Vector256.Create(
                Own.At(Knot, normals[0]), Own.At(Knot, normals[1]), Own.At(Knot, normals[2]), Own.At(Knot, normals[3]));
        Vector256<double> units = Vector256.ConditionalSelect(
            Vector256.LessThan(quantiles, Vector256<double>.Zero), Vector256.Create(Below), Vector256.Create(Above));
        Vector256<double> offsets = (quantiles * Trust * units) + (prior * (1 - Trust));

        return Vector256.ConditionalSelect(Vector256.IsNaN(quantiles), prior, offsets);
    }
}
