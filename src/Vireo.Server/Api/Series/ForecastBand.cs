using System.Collections.Immutable;

namespace Vireo.Server.Api.Series;

/// <summary>The values that are not exceeded with a given probability.</summary>
/// <param name="Level">The probability, 0 to 1.</param>
/// <param name="Values">One per step, in the metric's unit.</param>
public sealed record ForecastBand(double Level, ImmutableArray<float> Values);
