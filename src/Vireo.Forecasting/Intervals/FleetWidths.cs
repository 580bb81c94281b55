using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Vireo.Forecasting.Intervals;

/// <summary>How much the intervals of a fleet's forecasts have to be stretched or shrunk so that they hold what they
/// promise, learned on series whose newest horizon was held back.</summary>
/// <remarks>Split-conformal over series (Vovk, Gammerman &amp; Shafer 2005, with the bound itself as the score): the
/// factor of a bound is the order statistic of actual distance over promised distance. One series is too short to tell
/// whether its own intervals are honest; a hundred are not. Steps of one series miss together, so that their order
/// statistic promises too much: it is taken as if there were as many outcomes as are worth independent ones, which the
/// spread of the series' shares of misses tells (Kish's effective sample size).</remarks>
internal sealed class FleetWidths
{
    private const double Narrowest = 0.5;
    private const double Widest = 4;
    private const int FewestOutcomes = 200;

    private readonly ImmutableArray<(double Below, double Above)> _factors;

    private FleetWidths(ImmutableArray<(double Below, double Above)> factors) => _factors = factors;

    /// <summary>Leaves intervals as they are.</summary>
    public static FleetWidths Unknown { get; } = new([]);

    /// <summary>Stretches a bound.</summary>
    /// <param name="coverage">Index of the coverage asked for.</param>
    /// <param name="centre">The forecast.</param>
    /// <param name="bound">On either side of it.</param>
    public double Apply(int coverage, double centre, double bound) => _factors.IsEmpty
        ? bound
        : centre + ((bound - centre) * (bound < centre ? _factors[coverage].Below : _factors[coverage].Above));

    /// <summary>Learns from forecasts whose outcome is known.</summary>
    /// <param name="outcomes">Each with one actual value a step; NaN where none is known.</param>
    /// <param name="coverages">Central coverages, 0 to 1, as in the forecasts.</param>
    public static FleetWidths Learn(
        IReadOnlyList<(SeriesForecastResult Forecast, double[] Actual)> outcomes, ImmutableArray<double> coverages)
    {
        var factors = new (double Below, double Above)[coverages.Length];
        for (int i = 0; i < factors.Length; i++)
        {
            double beyond = (1 - coverages[i]) / 2;
            if (Factor(outcomes, i, beyond, isAbove: false) is not { } below
                || Factor(outcomes, i, beyond, isAbove: true) is not { } above)
            {
                return Unknown;
            }

            factors[i] = (below, above);
        }

        return new FleetWidths([.. factors]);
    }

    private static double? Factor(
        IReadOnlyList<(SeriesForecastResult Forecast, double[] Actual)> outcomes, int coverage, double beyond, bool isAbove)
    {
        List<double> scores = [];
        List<int> ends = [];
        foreach ((SeriesForecastResult forecast, double[] actual) in outcomes)
        {
            double[] bound = isAbove ? forecast.Upper[coverage] : forecast.Lower[coverage];
            for (int step = 0; step < actual.Length; step++)
            {
                double promised = Math.Abs(bound[step] - forecast.Mean[step]);
                double distance = isAbove ? actual[step] - forecast.Mean[step] : forecast.Mean[step] - actual[step];
                if (double.IsFinite(distance))
                {
                    scores.Add(promised > 0 ? distance / promised : distance > 0 ? double.PositiveInfinity : 0);
                }
            }

            ends.Add(scores.Count);
        }

        if (scores.Count < FewestOutcomes)
        {
            return null;
        }

        double[] sorted = [.. scores.Order()];
        double plain = SplitConformal.Bound(sorted, beyond);
        double independent = Independent(CollectionsMarshal.AsSpan(scores), ends, plain);
        double honest = ((beyond * (independent + 1)) - 1) / independent;

        return Math.Clamp(SplitConformal.Bound(sorted, Math.Max(honest, 0)), Narrowest, Widest);
    }

    // Outcomes that are worth as much as independent ones: between one a series and all. A share of misses p of m series
    // varies by p(1 − p) / n over n independent outcomes of each.
    private static double Independent(ReadOnlySpan<double> scores, List<int> ends, double bound)
    {
        double missed = 0;
        foreach (double score in scores)
        {
            missed += score > bound ? 1 : 0;
        }

        double share = missed / scores.Length;
        double squares = 0;
        int series = 0;
        int from = 0;
        foreach (int end in ends)
        {
            if (end > from)
            {
                double own = 0;
                foreach (double score in scores[from..end])
                {
                    own += score > bound ? 1.0 / (end - from) : 0;
                }

                squares += (own - share) * (own - share);
                series++;
            }

            from = end;
        }

        double variance = squares / Math.Max(1, series - 1);
        double worth = variance > 0 ? series * share * (1 - share) / variance : scores.Length;

        return Math.Clamp(worth, series, scores.Length);
    }
}
