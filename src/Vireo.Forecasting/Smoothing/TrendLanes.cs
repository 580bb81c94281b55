using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Smoothing;

/// <summary>Smoothing with a trend, for eight sets of weights at once, the first level and trend profiled
/// out.</summary>
/// <remarks>The errors are linear in the first states: three recursions run side by side, one on the series and one on
/// the effect of each first state, and six sums give the best states and the sum of squares that is left.
/// Compiled with full optimisation at once: vectors in the first, quick code are a hundred times slower.</remarks>
internal static class TrendLanes
{
    /// <summary>Sets of weights tried at once.</summary>
    public const int Count = 8;

    // A first state whose effect is this small beside the other's is left as it is.
    private const double SmallestDeterminant = 1e-12;

    /// <summary>Tries eight sets of weights.</summary>
    /// <param name="series">NaN marks a gap.</param>
    /// <param name="start">The first level that is corrected; the first trend is zero.</param>
    /// <param name="weights">Eight α, eight β, eight φ.</param>
    /// <param name="fits">Receives one fit for each set.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Evaluate(
        ReadOnlySpan<double> series, double start, ReadOnlySpan<double> weights, Span<SmoothingFit> fits)
    {
        Vector512<double> alpha = Vector512.Create(weights[..8]);
        Vector512<double> beta = Vector512.Create(weights.Slice(8, 8));
        Vector512<double> phi = Vector512.Create(weights.Slice(16, 8));
        Vector512<double> level = Vector512.Create(start), trend = default;
        Vector512<double> levelByLevel = Vector512<double>.One, trendByLevel = default;
        Vector512<double> levelByTrend = default, trendByTrend = Vector512<double>.One;
        Vector512<double> ee = default, el = default, eb = default, ll = default, lb = default, bb = default;
        foreach (double value in series)
        {
            trend *= phi;
            trendByLevel *= phi;
            trendByTrend *= phi;
            level += trend;
            levelByLevel += trendByLevel;
            levelByTrend += trendByTrend;
            if (double.IsNaN(value))
            {
                continue;
            }

            Vector512<double> error = Vector512.Create(value) - level;
            ee = Vector512.FusedMultiplyAdd(error, error, ee);
            el = Vector512.FusedMultiplyAdd(error, levelByLevel, el);
            eb = Vector512.FusedMultiplyAdd(error, levelByTrend, eb);
            ll = Vector512.FusedMultiplyAdd(levelByLevel, levelByLevel, ll);
            lb = Vector512.FusedMultiplyAdd(levelByLevel, levelByTrend, lb);
            bb = Vector512.FusedMultiplyAdd(levelByTrend, levelByTrend, bb);
            level = Vector512.FusedMultiplyAdd(alpha, error, level);
            trend = Vector512.FusedMultiplyAdd(beta, error, trend);
            trendByLevel -= beta * levelByLevel;
            trendByTrend -= beta * levelByTrend;
            levelByLevel -= alpha * levelByLevel;
            levelByTrend -= alpha * levelByTrend;
        }

        for (int lane = 0; lane < Count; lane++)
        {
            (double l, double b) = Solve(ll[lane], lb[lane], bb[lane], el[lane], eb[lane]);
            double squares = ee[lane] - (l * el[lane]) - (b * eb[lane]);
            fits[lane] = new SmoothingFit(alpha[lane], beta[lane], phi[lane], start + l, b, squares);
        }
    }

    private static (double Level, double Trend) Solve(double ll, double lb, double bb, double el, double eb)
    {
        double determinant = (ll * bb) - (lb * lb);

        return determinant > SmallestDeterminant * ll * bb
            ? (((el * bb) - (eb * lb)) / determinant, ((eb * ll) - (el * lb)) / determinant)
            : (el / ll, 0);
    }
}
