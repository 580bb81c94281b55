using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Smoothing;

/// <summary>Smoothing with a trend, for eight sets of weights at once, the first level and trend profiled
/// out.</summary>
/// <remarks>The errors are linear in the first states: three recursions run side by side, one on the series and one on
/// the effect of each first state, and six sums give the best states and the sum of squares that is left. Once those
/// effects have died out in every lane, the first recursion goes on alone, twice four lanes side by side: a step waits
/// for the one before, so that the processor has time for both.
/// Compiled with full optimisation at once: vectors in the first, quick code are a hundred times slower.</remarks>
internal static class TrendLanes
{
    /// <summary>Sets of weights tried at once.</summary>
    public const int Count = 8;

    // A first state whose effect is this small beside the other's is left as it is.
    private const double SmallestDeterminant = 1e-12;

    // Of a first state of one: what is left of it then is below the rounding of the sums.
    private const double Negligible = 1e-10;
    private const int StepsAtOnce = 32;
    private const int Half = 4;

    // Rows of the table of lanes.
    private const int Alpha = 0, Beta = 1, Phi = 2, Level = 3, Trend = 4, Squares = 5;
    private const int LevelByLevel = 6, TrendByLevel = 7, LevelByTrend = 8, TrendByTrend = 9;
    private const int El = 10, Eb = 11, Ll = 12, Lb = 13, Bb = 14, Rows = 15;

    /// <summary>Tries eight sets of weights.</summary>
    /// <param name="series">NaN marks a gap.</param>
    /// <param name="start">The first level that is corrected; the first trend is zero.</param>
    /// <param name="weights">Eight α, eight β, eight φ.</param>
    /// <param name="fits">Receives one fit for each set.</param>
    public static void Evaluate(
        ReadOnlySpan<double> series, double start, ReadOnlySpan<double> weights, Span<SmoothingFit> fits)
    {
        Span<double> lanes = stackalloc double[Rows * Count];
        lanes.Clear();
        weights.CopyTo(lanes);
        lanes.Slice(Level * Count, Count).Fill(start);
        lanes.Slice(LevelByLevel * Count, Count).Fill(1);
        lanes.Slice(TrendByTrend * Count, Count).Fill(1);
        int known = 0;
        while (known < series.Length && !HaveDiedOut(lanes))
        {
            ReadOnlySpan<double> part = series.Slice(known, Math.Min(StepsAtOnce, series.Length - known));
            Begin(part, lanes);
            Begin(part, lanes[Half..]);
            known += part.Length;
        }

        GoOn(series[known..], lanes);
        for (int lane = 0; lane < Count; lane++)
        {
            ReadOnlySpan<double> own = lanes[lane..];
            (double l, double b) = Solve(own[Ll * Count], own[Lb * Count], own[Bb * Count], own[El * Count], own[Eb * Count]);
            double squares = own[Squares * Count] - (l * own[El * Count]) - (b * own[Eb * Count]);
            fits[lane] = new SmoothingFit(own[Alpha], own[Beta * Count], own[Phi * Count], start + l, b, squares);
        }
    }

    // All three recursions, on four lanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Begin(ReadOnlySpan<double> series, Span<double> lanes)
    {
        Vector256<double> alpha = Row(lanes, Alpha), beta = Row(lanes, Beta), phi = Row(lanes, Phi);
        Vector256<double> level = Row(lanes, Level), trend = Row(lanes, Trend);
        Vector256<double> levelByLevel = Row(lanes, LevelByLevel), trendByLevel = Row(lanes, TrendByLevel);
        Vector256<double> levelByTrend = Row(lanes, LevelByTrend), trendByTrend = Row(lanes, TrendByTrend);
        Vector256<double> ee = Row(lanes, Squares), el = Row(lanes, El), eb = Row(lanes, Eb);
        Vector256<double> ll = Row(lanes, Ll), lb = Row(lanes, Lb), bb = Row(lanes, Bb);
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

            Vector256<double> error = Vector256.Create(value) - level;
            ee = Vector256.FusedMultiplyAdd(error, error, ee);
            el = Vector256.FusedMultiplyAdd(error, levelByLevel, el);
            eb = Vector256.FusedMultiplyAdd(error, levelByTrend, eb);
            ll = Vector256.FusedMultiplyAdd(levelByLevel, levelByLevel, ll);
            lb = Vector256.FusedMultiplyAdd(levelByLevel, levelByTrend, lb);
            bb = Vector256.FusedMultiplyAdd(levelByTrend, levelByTrend, bb);
            level = Vector256.FusedMultiplyAdd(alpha, error, level);
            trend = Vector256.FusedMultiplyAdd(beta, error, trend);
            trendByLevel -= beta * levelByLevel;
            trendByTrend -= beta * levelByTrend;
            levelByLevel -= alpha * levelByLevel;
            levelByTrend -= alpha * levelByTrend;
        }

        Keep(lanes, Level, level);
        Keep(lanes, Trend, trend);
        Keep(lanes, LevelByLevel, levelByLevel);
        Keep(lanes, TrendByLevel, trendByLevel);
        Keep(lanes, LevelByTrend, levelByTrend);
        Keep(lanes, TrendByTrend, trendByTrend);
        Keep(lanes, Squares, ee);
        Keep(lanes, El, el);
        Keep(lanes, Eb, eb);
        Keep(lanes, Ll, ll);
        Keep(lanes, Lb, lb);
        Keep(lanes, Bb, bb);
    }

    // The recursion on the series, on all eight lanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GoOn(ReadOnlySpan<double> series, Span<double> lanes)
    {
        Span<double> second = lanes[Half..];
        Vector256<double> alpha0 = Row(lanes, Alpha), beta0 = Row(lanes, Beta), phi0 = Row(lanes, Phi);
        Vector256<double> alpha1 = Row(second, Alpha), beta1 = Row(second, Beta), phi1 = Row(second, Phi);
        Vector256<double> level0 = Row(lanes, Level), trend0 = Row(lanes, Trend), ee0 = Row(lanes, Squares);
        Vector256<double> level1 = Row(second, Level), trend1 = Row(second, Trend), ee1 = Row(second, Squares);
        foreach (double value in series)
        {
            trend0 *= phi0;
            trend1 *= phi1;
            level0 += trend0;
            level1 += trend1;
            if (double.IsNaN(value))
            {
                continue;
            }

            Vector256<double> error0 = Vector256.Create(value) - level0;
            Vector256<double> error1 = Vector256.Create(value) - level1;
            ee0 = Vector256.FusedMultiplyAdd(error0, error0, ee0);
            ee1 = Vector256.FusedMultiplyAdd(error1, error1, ee1);
            level0 = Vector256.FusedMultiplyAdd(alpha0, error0, level0);
            level1 = Vector256.FusedMultiplyAdd(alpha1, error1, level1);
            trend0 = Vector256.FusedMultiplyAdd(beta0, error0, trend0);
            trend1 = Vector256.FusedMultiplyAdd(beta1, error1, trend1);
        }

        Keep(lanes, Squares, ee0);
        Keep(second, Squares, ee1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Row(Span<double> lanes, int row) => Vector256.Create<double>(lanes.Slice(row * Count, Half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Span<double> lanes, int row, Vector256<double> value) =>
        value.CopyTo(lanes.Slice(row * Count, Half));

    private static bool HaveDiedOut(ReadOnlySpan<double> lanes) =>
        !lanes.Slice(LevelByLevel * Count, (TrendByTrend - LevelByLevel + 1) * Count)
            .ContainsAnyExceptInRange(-Negligible, Negligible);

    private static (double Level, double Trend) Solve(double ll, double lb, double bb, double el, double eb)
    {
        double determinant = (ll * bb) - (lb * lb);

        return determinant > SmallestDeterminant * ll * bb
            ? (((el * bb) - (eb * lb)) / determinant, ((eb * ll) - (el * lb)) / determinant)
            : (el / ll, 0);
    }
}
