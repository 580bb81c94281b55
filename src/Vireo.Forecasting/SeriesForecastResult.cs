using System.Collections.Immutable;

namespace Vireo.Forecasting;

/// <summary>The forecast of one series. All arrays have one value a step; every value is finite.</summary>
/// <param name="Model">The model that made it: the one asked for, or the fallback that was used; ends in
/// <c>-assumed</c> where the series says nothing about the width of its intervals.</param>
/// <param name="Mean">Expected values.</param>
/// <param name="Lower">Lower bounds, in the order of the coverages asked for.</param>
/// <param name="Upper">Upper bounds, in the order of the coverages asked for.</param>
public sealed record SeriesForecastResult(
    string Model, double[] Mean, ImmutableArray<double[]> Lower, ImmutableArray<double[]> Upper);
