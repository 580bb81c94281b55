namespace Vireo.Forecasting.Arima;

/// <summary>What to add up of earlier values to undo differences.</summary>
/// <param name="Lags">Rising.</param>
/// <param name="Coefficients">One a lag.</param>
internal sealed record DifferencingTerms(int[] Lags, double[] Coefficients);
