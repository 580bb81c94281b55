using System.Collections.Immutable;

namespace Vireo.Forecasting.Evaluation;

/// <summary>How well one model forecast one series, averaged over its origins. NaN where nothing could be
/// judged.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Origins">Forecasts that were judged.</param>
/// <param name="SymmetricError">sMAPE as a ratio, 0 to 2.</param>
/// <param name="ScaledError">MASE: error over the history's seasonal naive error; below 1 is better than that.</param>
/// <param name="ScaledPinball">Mean pinball loss of all interval bounds and the median, scaled like MASE.</param>
/// <param name="ScaledIntervalScores">MSIS, one for each coverage asked for.</param>
/// <param name="Coverages">Measured coverage, 0 to 1, one for each coverage asked for.</param>
public sealed record AccuracyReport(
    string Model,
    int Origins,
    double SymmetricError,
    double ScaledError,
    double ScaledPinball,
    ImmutableArray<double> ScaledIntervalScores,
    ImmutableArray<double> Coverages);
