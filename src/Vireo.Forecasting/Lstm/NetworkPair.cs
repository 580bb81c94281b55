namespace Vireo.Forecasting.Lstm;

/// <summary>What a forecast of many series by a shared network rests on: with both networks it can be repeated, bit for
/// bit, without training.</summary>
/// <param name="Judged">Trained on what lies before the values that judge it; its errors on these give the
/// intervals.</param>
/// <param name="Shared">Trained on everything, in the same shape; its outputs are the forecasts.</param>
public sealed record NetworkPair(LstmNetwork Judged, LstmNetwork Shared);
