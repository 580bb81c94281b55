namespace Vireo.Forecasting.Theta;

/// <summary>What the dynamic optimised Theta model knows after some value.</summary>
/// <remarks>With the smoothed level ℓ and the running regression line A + B t of everything so far, the next value t is
/// expected at ℓ + ω [(1 − α)^(t−1) A + (1 − (1 − α)^t) / α · B], ω = 1 − 1/θ. Fiorucci, Pellegrini, Louzada,
/// Petropoulos &amp; Koehler (2016), "Models for optimising the theta method and their relationship to state space
/// models",
/// <em>International Journal of Forecasting</em> 32, equations 14 to 19.</remarks>
/// <param name="Count">Values so far.</param>
/// <param name="Level">ℓ.</param>
/// <param name="Mean">Mean of everything so far.</param>
/// <param name="Slope">B.</param>
/// <param name="Decay">(1 − α)^count.</param>
public readonly record struct ThetaState(long Count, double Level, double Mean, double Slope, double Decay)
{
    /// <summary>The state before the first value.</summary>
    /// <param name="level">ℓ.</param>
    public static ThetaState Before(double level) => new(0, level, 0, 0, 1);

    /// <summary>A.</summary>
    public double Intercept => Mean - (0.5 * (Count + 1) * Slope);

    /// <summary>What the line adds to the level, for ω = 1.</summary>
    public double Line(double alpha) => (Decay * Intercept) + ((1 - (Decay * (1 - alpha))) / alpha * Slope);

    /// <summary>What is expected next.</summary>
    public double Expected(in ThetaParameters parameters) => Level + (parameters.Omega * Line(parameters.Alpha));

    /// <summary>Moves one step on.</summary>
    /// <param name="value">The newest value, or NaN when it is missing: it then counts as expected.</param>
    /// <param name="parameters">α and ω.</param>
    public ThetaState Next(double value, in ThetaParameters parameters)
    {
        double known = double.IsFinite(value) ? value : Expected(parameters);
        long count = Count + 1;
        double slope = count < 2 ? 0 : (((count - 2) * Slope) + (6.0 / count * (known - Mean))) / (count + 1);

        return new ThetaState(
            count,
            Level + (parameters.Alpha * (known - Level)),
            Mean + ((known - Mean) / count),
            slope,
            Decay * (1 - parameters.Alpha));
    }
}
