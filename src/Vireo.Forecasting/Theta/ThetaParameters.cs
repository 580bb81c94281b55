namespace Vireo.Forecasting.Theta;

/// <summary>How fast the level follows and how much the line counts.</summary>
/// <param name="Alpha">Weight of the newest value in the level.</param>
/// <param name="Omega">1 − 1/θ, 0 to 1: 0 is simple exponential smoothing, 0.5 the classical Theta method.</param>
public readonly record struct ThetaParameters(double Alpha, double Omega);
