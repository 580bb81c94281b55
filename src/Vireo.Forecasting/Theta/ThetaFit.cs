namespace Vireo.Forecasting.Theta;

/// <summary>A Theta model fitted to a series without a season.</summary>
/// <param name="Parameters">α and ω.</param>
/// <param name="Level">The level before the first value.</param>
/// <param name="Squares">Sum of squared one-step errors.</param>
public readonly record struct ThetaFit(ThetaParameters Parameters, double Level, double Squares);
