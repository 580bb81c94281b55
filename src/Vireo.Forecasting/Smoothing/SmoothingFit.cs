namespace Vireo.Forecasting.Smoothing;

/// <summary>Weights and first states of a smoothing without a season.</summary>
/// <param name="Alpha">Weight of an error in the level.</param>
/// <param name="Beta">Weight of an error in the trend; 0 without one.</param>
/// <param name="Phi">What is left of the trend after a step; 1 when it is not damped.</param>
/// <param name="Level">The level before the first value.</param>
/// <param name="Trend">The trend before the first value; 0 without one.</param>
/// <param name="Squares">Sum of squared one-step errors.</param>
public readonly record struct SmoothingFit(
    double Alpha, double Beta, double Phi, double Level, double Trend, double Squares);
