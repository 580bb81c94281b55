using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Theta;

/// <summary>The dynamic Theta model with eight α at once, ω and the first level profiled out.</summary>
/// <remarks>The level does not depend on ω, and the errors are linear in ω and the first level: six sums give both.
/// Compiled with full optimisation at once: vectors in the first, quick code are a hundred times slower.</remarks>
internal static class ThetaLanes
{
    /// <summary>Weights tried at once.</summary>
    public const int Count = 8;

    private const int Half = 4;

    /// <summary>Tries eight weights.</summary>
    /// <param name="series">Finite.</param>
    /// <param name="lines">Intercept and slope before each value, one after the other; as <see cref="FillLines"/> gives
    /// them.</param>
    /// <param name="alphas">Eight weights.</param>
    /// <param name="fits">Receives one fit for each weight.</param>
    public static void Evaluate(
        ReadOnlySpan<double> series, ReadOnlySpan<double> lines, ReadOnlySpan<double> alphas, Span<ThetaFit> fits)
    {
        EvaluateFour(series, lines, alphas[..Half], fits[..Half]);
        EvaluateFour(series, lines, alphas[Half..], fits[Half..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EvaluateFour(
        ReadOnlySpan<double> series, ReadOnlySpan<double> lines, ReadOnlySpan<double> alphas, Span<ThetaFit> fits)
    {
        double start = series[0];
        Vector256<double> alpha = Vector256.Create(alphas);
        Vector256<double> inverse = Vector256<double>.One / alpha;
        Vector256<double> keep = Vector256<double>.One - alpha;
        Vector256<double> level = Vector256.Create(start);
        Vector256<double> decay = Vector256<double>.One;
        Vector256<double> ee = default, ed = default, ec = default, dd = default, dc = default, cc = default;
        for (int t = 0; t < series.Length; t++)
        {
            Vector256<double> next = decay * keep;
            Vector256<double> slope = (Vector256<double>.One - next) * inverse * lines[(2 * t) + 1];
            Vector256<double> line = (decay * lines[2 * t]) + slope;
            Vector256<double> error = Vector256.Create(series[t]) - level;
            ee = Vector256.FusedMultiplyAdd(error, error, ee);
            ed = Vector256.FusedMultiplyAdd(error, decay, ed);
            ec = Vector256.FusedMultiplyAdd(error, line, ec);
            dd = Vector256.FusedMultiplyAdd(decay, decay, dd);
            dc = Vector256.FusedMultiplyAdd(decay, line, dc);
            cc = Vector256.FusedMultiplyAdd(line, line, cc);
            level = Vector256.FusedMultiplyAdd(alpha, error, level);
            decay = next;
        }

        for (int lane = 0; lane < Half; lane++)
        {
            double determinant = (dd[lane] * cc[lane]) - (dc[lane] * dc[lane]);
            double omega = ((ec[lane] * dd[lane]) - (ed[lane] * dc[lane])) / determinant;
            omega = determinant > 1e-12 * dd[lane] * cc[lane] ? Math.Clamp(omega, 0, 1) : 0;
            double shift = (ed[lane] - (omega * dc[lane])) / dd[lane];
            double squares = ee[lane] - (shift * (2 * ed[lane])) - (omega * (2 * ec[lane]))
                + (shift * shift * dd[lane]) + (2 * shift * omega * dc[lane]) + (omega * omega * cc[lane]);
            fits[lane] = new ThetaFit(new ThetaParameters(alphas[lane], omega), start + shift, squares);
        }
    }

    /// <summary>The regression line of everything before each value.</summary>
    /// <param name="series">Finite.</param>
    /// <param name="lines">Receives intercept and slope for each value.</param>
    public static void FillLines(ReadOnlySpan<double> series, Span<double> lines)
    {
        var state = ThetaState.Before(0);
        for (int t = 0; t < series.Length; t++)
        {
            lines[2 * t] = state.Intercept;
            lines[(2 * t) + 1] = state.Slope;
            state = state.Next(series[t], new ThetaParameters(1, 0));
        }
    }
}
