namespace Vireo.Forecasting.Arima;

/// <summary>An order that the search tried.</summary>
/// <param name="Order">The order.</param>
/// <param name="Constant">Its constant term.</param>
/// <param name="Aicc">Its score, approximated unless <paramref name="IsExact"/>; infinity when it was refused.</param>
/// <param name="IsExact">Whether the score is that of the exact likelihood.</param>
public readonly record struct ArimaCandidate(ArimaOrder Order, ArimaConstant Constant, double Aicc, bool IsExact);
