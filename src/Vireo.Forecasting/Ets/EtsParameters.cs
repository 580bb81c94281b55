namespace Vireo.Forecasting.Ets;

/// <summary>Smoothing weights in the state-space form, as R prints them.</summary>
/// <param name="Alpha">Weight of an error in the level, 0 to 1.</param>
/// <param name="Beta">Weight of an error in the trend, 0 to α; 0 without a trend.</param>
/// <param name="Gamma">Weight of an error in the season, 0 to 1 − α; 0 without a season.</param>
/// <param name="Phi">What is left of the trend after a step, 0.8 to 0.98; 1 when it is not damped.</param>
public readonly record struct EtsParameters(double Alpha, double Beta = 0, double Gamma = 0, double Phi = 1);
