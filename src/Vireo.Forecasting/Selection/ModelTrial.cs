namespace Vireo.Forecasting.Selection;

/// <summary>How one model did on the newest part of a series before it was chosen or left out.</summary>
/// <param name="Model">A name of <see cref="ModelNames"/>.</param>
/// <param name="Error">Mean absolute error over the horizon, out of sample, relative to naive's; NaN without
/// evidence.</param>
/// <param name="IntervalScore">Interval score of its calibrated 80 % intervals, relative to naive's.</param>
/// <param name="Coverage">Share of values inside these intervals.</param>
/// <param name="Weight">Share in the forecast; 0 when it was left out.</param>
/// <param name="Verdict">Why, in a sentence.</param>
public sealed record ModelTrial(
    string Model, double Error, double IntervalScore, double Coverage, double Weight, string Verdict);
