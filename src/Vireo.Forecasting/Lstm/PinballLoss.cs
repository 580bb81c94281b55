using System.Runtime.CompilerServices;

namespace Vireo.Forecasting.Lstm;

/// <summary>Mean pinball loss over samples, steps and levels, and its slope.</summary>
/// <remarks>Koenker &amp; Bassett (1978): ρ(u) = u·(τ − 1[u &lt; 0]) with u = actual − quantile. Minimal at the
/// quantile. A missing actual counts as neither a loss nor a sample.</remarks>
internal static class PinballLoss
{
    /// <summary>The summed loss; the slopes are those of the sum divided by <paramref name="divisor"/>.</summary>
    /// <param name="levels">Quantile levels.</param>
    /// <param name="quantiles">Step-major, the levels of a step together.</param>
    /// <param name="actuals">A value a step, NaN where it is missing.</param>
    /// <param name="divisor">What the slopes are divided by.</param>
    /// <param name="slopes">As long as the quantiles.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(
        ReadOnlySpan<float> levels,
        ReadOnlySpan<float> quantiles,
        ReadOnlySpan<float> actuals,
        float divisor,
        Span<float> slopes)
    {
        double sum = 0;
        for (int step = 0; step < actuals.Length; step++)
        {
            float actual = actuals[step];
            int first = step * levels.Length;
            for (int level = 0; level < levels.Length; level++)
            {
                float error = actual - quantiles[first + level];
                float slope = error < 0 ? 1 - levels[level] : -levels[level];
                bool isKnown = !float.IsNaN(actual);
                sum += isKnown ? -error * slope : 0;
                slopes[first + level] = isKnown ? slope / divisor : 0;
            }
        }

        return sum;
    }
}
