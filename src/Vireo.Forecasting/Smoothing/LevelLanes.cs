using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Smoothing;

/// <summary>Simple exponential smoothing of one series with sixteen weights at once, the first level profiled
/// out.</summary>
/// <remarks>The error at time t is e − x·d with d = (1 − α)^t and x the correction of the first level, so the best x
/// and the sum of squares that is left follow from Σe², Σed and Σd².
/// Compiled with full optimisation at once: vectors in the first, quick code are a hundred times slower.</remarks>
internal static class LevelLanes
{
    /// <summary>Weights tried at once.</summary>
    public const int Count = 16;

    private const int Half = 8;

    /// <summary>Sums for sixteen weights.</summary>
    /// <param name="series">NaN marks a gap; starts from <paramref name="start"/>.</param>
    /// <param name="start">The first level that is corrected.</param>
    /// <param name="alphas">Sixteen weights.</param>
    /// <param name="squares">Receives the sum of squared errors of each weight with its best first level.</param>
    /// <param name="levels">Receives that first level.</param>
    public static void Evaluate(
        ReadOnlySpan<double> series,
        double start,
        ReadOnlySpan<double> alphas,
        Span<double> squares,
        Span<double> levels)
    {
        EvaluateEight(series, start, alphas[..Half], squares[..Half], levels[..Half]);
        EvaluateEight(series, start, alphas[Half..], squares[Half..], levels[Half..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EvaluateEight(
        ReadOnlySpan<double> series,
        double start,
        ReadOnlySpan<double> alphas,
        Span<double> squares,
        Span<double> levels)
    {
        Vector256<double> alpha0 = Vector256.Create(alphas[..4]);
        Vector256<double> alpha1 = Vector256.Create(alphas.Slice(4, 4));
        Vector256<double> level0 = Vector256.Create(start), level1 = level0;
        Vector256<double> decay0 = Vector256<double>.One, decay1 = decay0;
        Vector256<double> ee0 = default, ee1 = default, ed0 = default, ed1 = default, dd0 = default, dd1 = default;
        foreach (double value in series)
        {
            if (double.IsNaN(value))
            {
                continue;
            }

            Vector256<double> values = Vector256.Create(value);
            Vector256<double> error0 = values - level0;
            Vector256<double> error1 = values - level1;
            ee0 = Vector256.FusedMultiplyAdd(error0, error0, ee0);
            ee1 = Vector256.FusedMultiplyAdd(error1, error1, ee1);
            ed0 = Vector256.FusedMultiplyAdd(error0, decay0, ed0);
            ed1 = Vector256.FusedMultiplyAdd(error1, decay1, ed1);
            dd0 = Vector256.FusedMultiplyAdd(decay0, decay0, dd0);
            dd1 = Vector256.FusedMultiplyAdd(decay1, decay1, dd1);
            level0 = Vector256.FusedMultiplyAdd(alpha0, error0, level0);
            level1 = Vector256.FusedMultiplyAdd(alpha1, error1, level1);
            decay0 -= alpha0 * decay0;
            decay1 -= alpha1 * decay1;
        }

        Vector256<double> best0 = ed0 / dd0;
        Vector256<double> best1 = ed1 / dd1;
        (ee0 - (best0 * ed0)).CopyTo(squares);
        (ee1 - (best1 * ed1)).CopyTo(squares[4..]);
        (best0 + Vector256.Create(start)).CopyTo(levels);
        (best1 + Vector256.Create(start)).CopyTo(levels[4..]);
    }
}
