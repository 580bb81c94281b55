using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Demand of one resource over the horizon, as quantiles.</summary>
/// <param name="Quantiles">Level-major: the value of level <c>l</c> at step <c>s</c> is at <c>l * steps + s</c>; in the
/// resource's unit (MHz, bytes). Monotone in the level at every step.</param>
/// <param name="Model">The model that made it, for people.</param>
public sealed record DemandForecast(
    [property: JsonConverter(typeof(QuantilesJsonConverter))] ImmutableArray<float> Quantiles, string Model);
