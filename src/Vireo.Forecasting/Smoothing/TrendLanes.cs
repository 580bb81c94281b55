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
    private const int Alpha = 0, Beta = 1, Phi = 2, Next = 3, Rise = 4, Squares = 5;
    private const int NextByLevel = 6, RiseByLevel = 7, NextByTrend = 8, RiseByTrend = 9;
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
        lanes.Slice(Next * Count, Count).Fill(start);
        lanes.Slice(NextByLevel * Count, Count).Fill(1);
        ReadOnlySpan<double> phi = weights.Slice(Phi * Count, Count);
        phi.CopyTo(lanes[(NextByTrend * Count)..]);
        phi.CopyTo(lanes[(RiseByTrend * Count)..]);
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
        Vector256<double> phi = Row(lanes, Phi), slope = phi * Row(lanes, Beta), gain = Row(lanes, Alpha) + slope;
        Vector256<double> next = Row(lanes, Next), rise = Row(lanes, Rise);
        Vector256<double> nextByLevel = Row(lanes, NextByLevel), riseByLevel = Row(lanes, RiseByLevel);
        Vector256<double> nextByTrend = Row(lanes, NextByTrend), riseByTrend = Row(lanes, RiseByTrend);
        Vector256<double> ee = Row(lanes, Squares), el = Row(lanes, El), eb = Row(lanes, Eb);
        Vector256<double> ll = Row(lanes, Ll), lb = Row(lanes, Lb), bb = Row(lanes, Bb);
        foreach (double value in series)
        {
            bool isKnown = !double.IsNaN(value);
            Vector256<double> error = default, errorByLevel = default, errorByTrend = default;
            if (isKnown)
            {
                error = Vector256.Create(value) - next;
                (errorByLevel, errorByTrend) = (-nextByLevel, -nextByTrend);
                ee = Vector256.FusedMultiplyAdd(error, error, ee);
                el = Vector256.FusedMultiplyAdd(error, nextByLevel, el);
                eb = Vector256.FusedMultiplyAdd(error, nextByTrend, eb);
                ll = Vector256.FusedMultiplyAdd(nextByLevel, nextByLevel, ll);
                lb = Vector256.FusedMultiplyAdd(nextByLevel, nextByTrend, lb);
                bb = Vector256.FusedMultiplyAdd(nextByTrend, nextByTrend, bb);
            }

            Move(ref next, ref rise, error, phi, slope, gain);
            Move(ref nextByLevel, ref riseByLevel, errorByLevel, phi, slope, gain);
            Move(ref nextByTrend, ref riseByTrend, errorByTrend, phi, slope, gain);
        }

        Keep(lanes, Next, next);
        Keep(lanes, Rise, rise);
        Keep(lanes, NextByLevel, nextByLevel);
        Keep(lanes, RiseByLevel, riseByLevel);
        Keep(lanes, NextByTrend, nextByTrend);
        Keep(lanes, RiseByTrend, riseByTrend);
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
        Vector256<double> phi0 = Row(lanes, Phi), slope0 = phi0 * Row(lanes, Beta), gain0 = Row(lanes, Alpha) + slope0;
        Vector256<double> phi1 = Row(second, Phi), slope1 = phi1 * Row(second, Beta);
        Vector256<double> gain1 = Row(second, Alpha) + slope1;
        Vector256<double> next0 = Row(lanes, Next), rise0 = Row(lanes, Rise), ee0 = Row(lanes, Squares);
        Vector256<double> next1 = Row(second, Next), rise1 = Row(second, Rise), ee1 = Row(second, Squares);
        foreach (double value in series)
        {
            Vector256<double> error0 = default, error1 = default;
            if (!double.IsNaN(value))
            {
                error0 = Vector256.Create(value) - next0;
                error1 = Vector256.Create(value) - next1;
                ee0 = Vector256.FusedMultiplyAdd(error0, error0, ee0);
                ee1 = Vector256.FusedMultiplyAdd(error1, error1, ee1);
            }

            Move(ref next0, ref rise0, error0, phi0, slope0, gain0);
            Move(ref next1, ref rise1, error1, phi1, slope1, gain1);
        }

        Keep(lanes, Squares, ee0);
        Keep(second, Squares, ee1);
    }

    // With f the forecast of the next value and r = φb the rise in it: r ← φr + φβe, f ← (f + φr) + (α + φβ)e, so that
    // only one subtraction and one product lie between the errors of two steps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move(
        ref Vector256<double> next,
        ref Vector256<double> rise,
        Vector256<double> error,
        Vector256<double> phi,
        Vector256<double> slope,
        Vector256<double> gain)
    {
        Vector256<double> still = Vector256.FusedMultiplyAdd(phi, rise, next);
        rise = Vector256.FusedMultiplyAdd(slope, error, phi * rise);
        next = Vector256.FusedMultiplyAdd(gain, error, still);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Row(Span<double> lanes, int row) => Vector256.Create<double>(lanes.Slice(row * Count, Half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Span<double> lanes, int row, Vector256<double> value) =>
        value.CopyTo(lanes.Slice(row * Count, Half));

    private static bool HaveDiedOut(ReadOnlySpan<double> lanes) =>
        !lanes.Slice(NextByLevel * Count, (RiseByTrend - NextByLevel + 1) * Count)
            .ContainsAnyExceptInRange(-Negligible, Negligible);

    private static (double Level, double Trend) Solve(double ll, double lb, double bb, double el, double eb)
    {
        double determinant = (ll * bb) - (lb * lb);

        return determinant > SmallestDeterminant * ll * bb
            ? (((el * bb) - (eb * lb)) / determinant, ((eb * ll) - (el * lb)) / determinant)
            : (el / ll, 0);
    }
}
