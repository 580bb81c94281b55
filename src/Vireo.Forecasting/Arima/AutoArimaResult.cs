namespace Vireo.Forecasting.Arima;

/// <summary>The chosen model and how it was found.</summary>
/// <param name="Fit">The chosen model, fitted exactly.</param>
/// <param name="Candidates">What was tried, in order; exact refits last.</param>
public sealed record AutoArimaResult(ArimaFit Fit, IReadOnlyList<ArimaCandidate> Candidates);
