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

    /// <summary>Sums for sixteen weights.</summary>
    /// <param name="series">NaN marks a gap; starts from <paramref name="start"/>.</param>
    /// <param name="start">The first level that is corrected.</param>
    /// <param name="alphas">Sixteen weights.</param>
    /// <param name="squares">Receives the sum of squared errors of each weight with its best first level.</param>
    /// <param name="levels">Receives that first level.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Evaluate(
        ReadOnlySpan<double> series,
        double start,
        ReadOnlySpan<double> alphas,
        Span<double> squares,
        Span<double> levels)
    {
        Vector512<double> alpha0 = Vector512.Create(alphas[..8]);
        Vector512<double> alpha1 = Vector512.Create(alphas.Slice(8, 8));
        Vector512<double> level0 = Vector512.Create(start), level1 = level0;
        Vector512<double> decay0 = Vector512<double>.One, decay1 = decay0;
        Vector512<double> ee0 = default, ee1 = default, ed0 = default, ed1 = default, dd0 = default, dd1 = default;
        foreach (double value in series)
        {
            if (double.IsNaN(value))
            {
                continue;
            }

            Vector512<double> values = Vector512.Create(value);
            Vector512<double> error0 = values - level0;
            Vector512<double> error1 = values - level1;
            ee0 = Vector512.FusedMultiplyAdd(error0, error0, ee0);
            ee1 = Vector512.FusedMultiplyAdd(error1, error1, ee1);
            ed0 = Vector512.FusedMultiplyAdd(error0, decay0, ed0);
            ed1 = Vector512.FusedMultiplyAdd(error1, decay1, ed1);
            dd0 = Vector512.FusedMultiplyAdd(decay0, decay0, dd0);
            dd1 = Vector512.FusedMultiplyAdd(decay1, decay1, dd1);
            level0 = Vector512.FusedMultiplyAdd(alpha0, error0, level0);
            level1 = Vector512.FusedMultiplyAdd(alpha1, error1, level1);
            decay0 -= alpha0 * decay0;
            decay1 -= alpha1 * decay1;
        }

        Vector512<double> best0 = ed0 / dd0;
        Vector512<double> best1 = ed1 / dd1;
        (ee0 - (best0 * ed0)).CopyTo(squares);
        (ee1 - (best1 * ed1)).CopyTo(squares[8..]);
        (best0 + Vector512.Create(start)).CopyTo(levels);
        (best1 + Vector512.Create(start)).CopyTo(levels[8..]);
    }
}
