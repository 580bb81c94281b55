namespace Vireo.Forecasting.Selection;

/// <summary>Who is worth what in a mean of forecasts.</summary>
/// <remarks>The loss of a model on this series is shrunk toward its loss on the fleet (toward the mean of all
/// candidates where there is no fleet) by the number of independent forecasts it rests on and by how much the fleet's
/// series differ (Efron &amp; Morris 1975, "Data analysis using Stein's estimator and its generalizations"); weights fall exponentially
/// with it and the few best are kept. Candidates no better than the naive ones stay out.</remarks>
internal static class EnsembleWeights
{
    /// <summary>What a model has to save against the naive ones to be worth it.</summary>
    internal const double NeededGain = 0.01;

    /// <summary>Forecasts that the fleet's word counts for, at most.</summary>
    internal const double PriorForecasts = 12;

    private const double LeastPriorForecasts = 1;

    /// <summary>Variance of the loss of one independent forecast, about what it is on the real sets.</summary>
    private const double NoiseVariance = 0.5;

    private const double Steepness = 6;
    private const double WorstKept = 0.2;
    private const int MostMembers = 5;

    /// <summary>Weights of all trials, adding up to one; at least one is positive.</summary>
    /// <param name="names">Of the candidates; the first is naive.</param>
    /// <param name="losses">Logarithm relative to naive's, 0 for naive itself; NaN without evidence.</param>
    /// <param name="forecasts">Independent forecasts that the losses rest on.</param>
    /// <param name="prior">How the models did on other series.</param>
    public static double[] Of(
        IReadOnlyList<string> names, ReadOnlySpan<double> losses, double forecasts, ModelPrior prior)
    {
        double[] shrunk = Shrink(names, losses, forecasts, prior);
        double bar = double.PositiveInfinity;
        int best = 0;
        for (int i = 0; i < shrunk.Length; i++)
        {
            bar = IsNaive(names[i]) ? Math.Min(bar, shrunk[i]) : bar;
            best = shrunk[i] < shrunk[best] ? i : best;
        }

        double[] weights = new double[shrunk.Length];
        if (IsNaive(names[best]) || shrunk[best] > bar - NeededGain)
        {
            weights[Array.FindIndex(shrunk, loss => loss == bar)] = 1;

            return weights;
        }

        int[] members =
        [
            .. Enumerable.Range(0, shrunk.Length)
                .Where(i => !IsNaive(names[i]) && shrunk[i] <= bar - NeededGain && shrunk[i] <= shrunk[best] + WorstKept)
                .OrderBy(i => shrunk[i])
                .Take(MostMembers),
        ];
        double sum = members.Sum(i => Math.Exp(Steepness * (shrunk[best] - shrunk[i])));
        foreach (int i in members)
        {
            weights[i] = Math.Exp(Steepness * (shrunk[best] - shrunk[i])) / sum;
        }

        return weights;
    }

    /// <summary>Whether a model is one of the yardsticks.</summary>
    public static bool IsNaive(string name) =>
        name == ModelNames.Naive || name.StartsWith(ModelNames.SeasonalNaive, StringComparison.Ordinal);

    // Empirical Bayes: what other series say counts for as many forecasts as the noise of one has variances between the
    // series. That a day repeats itself, say, holds for one series and not for the next, so others say little of it.
    private static double PriorWeight(ModelPrior prior, string name) => prior.VarianceOf(name) is { } between
        ? Math.Clamp(NoiseVariance / between, LeastPriorForecasts, PriorForecasts)
        : PriorForecasts;

    private static double[] Shrink(
        IReadOnlyList<string> names, ReadOnlySpan<double> losses, double forecasts, ModelPrior prior)
    {
        double common = 0;
        int counted = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            if (double.IsFinite(losses[i]) && !IsNaive(names[i]))
            {
                common += losses[i];
                counted++;
            }
        }

        common = counted > 0 ? common / counted : 0;
        double[] shrunk = new double[losses.Length];
        for (int i = 0; i < shrunk.Length; i++)
        {
            double expected = names[i] == ModelNames.Naive ? 0 : prior.Of(names[i]) ?? common;
            double weight = PriorWeight(prior, names[i]);
            shrunk[i] = double.IsFinite(losses[i])
                ? ((forecasts * losses[i]) + (weight * expected)) / (forecasts + weight)
                : double.PositiveInfinity;
        }

        shrunk[0] = 0;

        return shrunk;
    }
}
