using Vireo.Forecasting.Ets;

namespace Vireo.Forecasting.Smoothing;

/// <summary>Fits Holt's method, ETS(A,A,N) or ETS(A,Ad,N), by least squares over weights and first states.</summary>
/// <remarks>A coarse grid of α, β/α and φ, then eight neighbours of the best at a time, at half the distance whenever
/// none of them is better. Deterministic; no derivative. Bounds are R's.</remarks>
public static class TrendFitter
{
    /// <summary>With fewer there is a level and no trend.</summary>
    public const int FewestValues = 3;

    private const int MostRounds = 40;
    private const double SmallestDistance = 0.004;
    private const double Edge = 1e-4;
    private static readonly double[] Alphas = [0.02, 0.15, 0.35, 0.6, 0.8, 0.97];
    private static readonly double[] Slopes = [0.005, 0.05, 0.3, 0.9];
    private static readonly double[] Phis = [0.82, 0.95];
    private static readonly double[] Undamped = [1];

    // Neighbours in units of the distance: of α and β/α, and for a damped trend of φ too.
    private static readonly (int Alpha, int Slope, int Phi)[] Plain =
        [(-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (-1, -1, 0), (1, 1, 0), (-1, 1, 0), (1, -1, 0)];

    private static readonly (int Alpha, int Slope, int Phi)[] Damped =
        [(-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, -1), (0, 0, 1), (-1, 1, 0), (1, -1, 0)];

    /// <summary>Fits a series.</summary>
    /// <param name="series">Oldest first; NaN marks a gap.</param>
    /// <param name="isDamped">Whether the trend flattens.</param>
    /// <returns>The fit; with fewer than three values, or a constant, that of <see cref="LevelFitter"/>.</returns>
    public static SmoothingFit Fit(ReadOnlySpan<double> series, bool isDamped)
    {
        using var scaled = new ScaledSeries(series);
        if (scaled.Count < FewestValues || scaled.IsConstant)
        {
            return LevelFitter.Fit(series);
        }

        SmoothingFit start = BestOfGrid(scaled.Values, scaled.First, isDamped);
        SmoothingFit fit = Refine(scaled.Values, scaled.First, isDamped, start);
        if (isDamped)
        {
            SmoothingFit other = BestOfPhis(scaled.Values, scaled.First, fit);
            fit = other.Squares < fit.Squares ? Refine(scaled.Values, scaled.First, isDamped, other) : fit;
        }

        return fit with
        {
            Level = fit.Level * scaled.Scale,
            Trend = fit.Trend * scaled.Scale,
            Squares = Math.Max(0, fit.Squares) * scaled.Scale * scaled.Scale,
        };
    }

    private static SmoothingFit BestOfGrid(ReadOnlySpan<double> series, double first, bool isDamped)
    {
        Span<double> weights = stackalloc double[3 * TrendLanes.Count];
        var best = new SmoothingFit(0.5, 0, 1, first, 0, double.PositiveInfinity);
        int lane = 0;
        foreach (double phi in isDamped ? Phis : Undamped)
        {
            foreach (double alpha in Alphas)
            {
                foreach (double slope in Slopes)
                {
                    Set(weights, lane++, alpha, slope, phi);
                    if (lane == TrendLanes.Count)
                    {
                        TakeBest(series, first, weights, ref best);
                        lane = 0;
                    }
                }
            }
        }

        return best;
    }

    // The sum of squares often has two valleys along φ.
    private static SmoothingFit BestOfPhis(ReadOnlySpan<double> series, double first, SmoothingFit best)
    {
        Span<double> weights = stackalloc double[3 * TrendLanes.Count];
        for (int lane = 0; lane < TrendLanes.Count; lane++)
        {
            Set(weights, lane, best.Alpha, best.Beta / best.Alpha, 0.98 - (0.025 * lane));
        }

        TakeBest(series, first, weights, ref best);

        return best;
    }

    private static SmoothingFit Refine(ReadOnlySpan<double> series, double first, bool isDamped, SmoothingFit best)
    {
        Span<double> weights = stackalloc double[3 * TrendLanes.Count];
        double distance = 0.1;
        for (int round = 0; round < MostRounds && distance > SmallestDistance; round++)
        {
            double before = best.Squares;
            double slope = best.Beta / best.Alpha;
            int lane = 0;
            foreach ((int byAlpha, int bySlope, int byPhi) in isDamped ? Damped : Plain)
            {
                double phi = isDamped ? Math.Clamp(best.Phi + (byPhi * 0.4 * distance), 0.8, 0.98) : 1;
                double alpha = Math.Clamp(best.Alpha + (byAlpha * distance), Edge, 1 - Edge);
                Set(weights, lane++, alpha, Math.Clamp(slope + (bySlope * distance), 0, 1), phi);
            }

            TakeBest(series, first, weights, ref best);
            if (best.Squares >= before * (1 - 1e-5))
            {
                distance *= 0.4;
            }
        }

        return best;
    }

    private static void Set(Span<double> weights, int lane, double alpha, double slope, double phi)
    {
        weights[lane] = alpha;
        weights[TrendLanes.Count + lane] = alpha * slope;
        weights[(2 * TrendLanes.Count) + lane] = phi;
    }

    private static void TakeBest(ReadOnlySpan<double> series, double first, Span<double> weights, ref SmoothingFit best)
    {
        Span<SmoothingFit> fits = stackalloc SmoothingFit[TrendLanes.Count];
        TrendLanes.Evaluate(series, first, weights, fits);
        foreach (SmoothingFit fit in fits)
        {
            best = fit.Squares < best.Squares ? fit : best;
        }
    }
}
