namespace Vireo.Forecasting.HoltWinters;

/// <summary>Smoothing weights of the state-space form ETS(A,Ad,A), as R prints them.</summary>
/// <param name="Alpha">Weight of an error in the level, 0 to 1.</param>
/// <param name="Beta">Weight of an error in the trend, 0 to α.</param>
/// <param name="Gamma">Weight of an error in the season, 0 to 1 − α; no meaning without a season.</param>
/// <param name="Phi">What is left of the trend after a step, 0 to 1; 1 is undamped.</param>
public readonly record struct HoltWintersParameters(double Alpha, double Beta, double Gamma, double Phi);
