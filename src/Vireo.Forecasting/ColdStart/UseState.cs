namespace Vireo.Forecasting.ColdStart;

/// <summary>What is believed of a machine's use: its lasting mean, its present deviation from it, and the doubt about
/// both.</summary>
/// <remarks>A Kalman filter of two states: use = mean + deviation + noise, where the mean never moves and the deviation
/// fades (an AR(1)). It starts at the siblings' distribution, so own values count by exactly as much as they
/// tell.</remarks>
/// <param name="Mean">Of the machine.</param>
/// <param name="Deviation">Of the moment.</param>
/// <param name="MeanVariance">Doubt about the mean.</param>
/// <param name="Covariance">Of both doubts.</param>
/// <param name="DeviationVariance">Doubt about the deviation.</param>
internal readonly record struct UseState(
    double Mean, double Deviation, double MeanVariance, double Covariance, double DeviationVariance)
{
    public static UseState Before(DemandProfile profile) =>
        new(profile.Use, 0, profile.UseDeviation * profile.UseDeviation, 0, Lasting(profile));

    /// <summary>The state so many steps later, without a value.</summary>
    public UseState After(DemandProfile profile, double steps)
    {
        double kept = Math.Pow(profile.Persistence, steps);

        return this with
        {
            Deviation = kept * Deviation,
            Covariance = kept * Covariance,
            DeviationVariance = (kept * kept * DeviationVariance) + ((1 - (kept * kept)) * Lasting(profile)),
        };
    }

    /// <summary>The state that knows a use of this moment.</summary>
    public UseState Knowing(DemandProfile profile, double use)
    {
        double byMean = MeanVariance + Covariance;
        double byDeviation = Covariance + DeviationVariance;
        double variance = byMean + byDeviation + Passing(profile);
        double surprise = (use - Mean - Deviation) / variance;

        return new(
            Mean + (byMean * surprise),
            Deviation + (byDeviation * surprise),
            MeanVariance - (byMean * byMean / variance),
            Covariance - (byMean * byDeviation / variance),
            DeviationVariance - (byDeviation * byDeviation / variance));
    }

    /// <summary>Variance of the next observed use.</summary>
    public double Variance(DemandProfile profile) =>
        MeanVariance + (2 * Covariance) + DeviationVariance + Passing(profile);

    private static double Lasting(DemandProfile profile) =>
        profile.LastingRatio * profile.NoiseDeviation * profile.NoiseDeviation;

    // Never zero: a noiseless sibling must not make the filter divide by nothing.
    private static double Passing(DemandProfile profile) =>
        Math.Max(1e-6, (1 - profile.LastingRatio) * profile.NoiseDeviation * profile.NoiseDeviation);
}
