namespace Vireo.Forecasting.Ets;

/// <summary>Variances of forecasts, in closed form.</summary>
/// <remarks>Hyndman et al. (2008), chapter 6: class 1 (additive errors) and class 2 (multiplicative errors without
/// multiplicative season) are exact; class 3 (multiplicative season) is their approximation for small σ.</remarks>
public static class EtsVariance
{
    /// <summary>Fills <paramref name="variances"/> with the variance of each coming value.</summary>
    /// <param name="fit">The form, with its σ².</param>
    /// <param name="state">The state to forecast from.</param>
    /// <param name="variances">Receives one variance a step, in the squared unit of the series.</param>
    public static void Fill(EtsFit fit, EtsState state, Span<double> variances)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(state);
        double[] responses = Responses(fit, variances.Length);
        if (fit.Form.Error == EtsError.Additive)
        {
            double sum = 1;
            for (int step = 0; step < variances.Length; step++)
            {
                variances[step] = fit.Variance * sum;
                sum += responses[step] * responses[step];
            }

            return;
        }

        FillRelative(fit, state, responses, variances);
    }

    // θ_h = μ_h² + σ² Σ c_j² θ_{h−j}; v_h = (1 + σ²) θ_h − μ_h². With a multiplicative season μ and θ are those of the
    // level, the season adds (1 + γ²σ²) for each time it comes round, and its square scales the result.
    private static void FillRelative(EtsFit fit, EtsState state, double[] responses, Span<double> variances)
    {
        bool isFactor = fit.Form.Season == EtsSeason.Multiplicative;
        double[] means = new double[variances.Length];
        state.Forecast(fit.Parameters.Phi, means);
        double[] season = isFactor ? state.Season : [1];
        double[] thetas = new double[variances.Length];
        double seasonSpread = 1 + (fit.Parameters.Gamma * fit.Parameters.Gamma * fit.Variance);
        for (int step = 0; step < variances.Length; step++)
        {
            double factor = season[step % season.Length];
            double mean = means[step] / factor;
            double theta = 0;
            for (int back = 1; back <= step; back++)
            {
                theta += responses[back - 1] * responses[back - 1] * thetas[step - back];
            }

            thetas[step] = (mean * mean) + (fit.Variance * theta);
            double rounds = isFactor ? Math.Pow(seasonSpread, step / fit.Period) : 1;
            variances[step] = factor * factor * (((1 + fit.Variance) * rounds * thetas[step]) - (mean * mean));
        }
    }

    // c_j: what an error still counts j steps later.
    private static double[] Responses(EtsFit fit, int count)
    {
        (double alpha, double beta, double gamma, double phi) = fit.Parameters;
        double[] responses = new double[count];
        double power = 1;
        double sum = 0;
        for (int step = 1; step <= count; step++)
        {
            sum += power;
            power *= phi;
            bool isSameSeason = fit.Form.Season == EtsSeason.Additive && step % fit.Period == 0;
            responses[step - 1] = alpha + (beta * sum) + (isSameSeason ? gamma : 0);
        }

        return responses;
    }
}
