namespace Vireo.Benchmarks;

/// <summary>Averages over all series.</summary>
/// <param name="Smape">Symmetric mean absolute percentage error.</param>
/// <param name="Mase">Mean absolute error, scaled by that of repeating the last day in the history.</param>
/// <param name="Owa">Mean of both, relative to Naive2.</param>
internal readonly record struct M4Score(double Smape, double Mase, double Owa);
