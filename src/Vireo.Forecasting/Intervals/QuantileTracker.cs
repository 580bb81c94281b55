namespace Vireo.Forecasting.Intervals;

/// <summary>A bound that follows a quantile of scores by one step of online gradient descent on the pinball
/// loss.</summary>
/// <remarks>q ← q + η(missed − target). It needs no window of scores and cannot become infinite; the share missed over
/// T outcomes differs from the target by at most (scores' range + η) / (ηT). Angelopoulos, Candès &amp; Tibshirani
/// (2023), "Conformal PID control for time series prediction", section 2.1.</remarks>
/// <param name="Bound">q, in the unit of the scores.</param>
public readonly record struct QuantileTracker(double Bound)
{
    /// <summary>The state after an outcome; NaN changes nothing.</summary>
    /// <param name="score">How strange the outcome was, in the unit of the scores.</param>
    /// <param name="target">Share that may lie beyond, 0 to 1.</param>
    /// <param name="step">η, in the unit of the scores: a tenth of their range is usual.</param>
    public QuantileTracker Next(double score, double target, double step) =>
        double.IsNaN(score) ? this : new(Bound + (step * ((score > Bound ? 1 : 0) - target)));
}
