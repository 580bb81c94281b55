using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Level;

/// <summary>Chooses the parameters of a level by its absolute error 1, 3, 6 and 12 steps ahead.</summary>
internal static class LevelSearch
{
    private const int WarmUp = 6;
    private static readonly double[] Alphas = [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1];
    private static readonly double[] Phis = [0, 0.7, 0.85, 0.92, 0.96, 0.98, 0.99, 1];
    private static readonly int[] Steps = [1, 3, 6, 12];

    // φ^h of every step (rows) and φ (columns, in two vectors).
    private static readonly Vector256<double>[] Powers = BuildPowers();

    public static LevelParameters Find(ReadOnlySpan<double> history, int memory)
    {
        if (history.Length < WarmUp + Steps[^1])
        {
            return LevelParameters.Default;
        }

        Span<double> errors = stackalloc double[Phis.Length];
        LevelParameters best = LevelParameters.Default;
        double bestError = double.PositiveInfinity;
        foreach (double alpha in Alphas)
        {
            SumErrors(history, alpha, memory, errors);
            for (int i = 0; i < Phis.Length; i++)
            {
                if (errors[i] < bestError)
                {
                    bestError = errors[i];
                    best = new(alpha, Phis[i]);
                }
            }
        }

        return best;
    }

    // Sums of absolute errors, one a φ, all of them side by side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumErrors(ReadOnlySpan<double> history, double alpha, int memory, Span<double> errors)
    {
        LevelState state = LevelState.Unknown;
        ReadOnlySpan<int> steps = Steps;
        ReadOnlySpan<Vector256<double>> powers = Powers;
        Vector256<double> low = Vector256<double>.Zero, high = Vector256<double>.Zero;
        for (int origin = 0; origin < history.Length; origin++)
        {
            state = state.Next(history[origin], alpha, memory);
            if (state.Count < WarmUp)
            {
                continue;
            }

            var deviation = Vector256.Create(state.Level - state.Mean);
            for (int step = 0; step < steps.Length && origin + steps[step] < history.Length; step++)
            {
                double actual = history[origin + steps[step]];
                if (double.IsFinite(actual))
                {
                    var distance = Vector256.Create(actual - state.Mean);
                    low += Vector256.Abs(distance - (powers[2 * step] * deviation));
                    high += Vector256.Abs(distance - (powers[(2 * step) + 1] * deviation));
                }
            }
        }

        low.CopyTo(errors);
        high.CopyTo(errors[Vector256<double>.Count..]);
    }

    private static Vector256<double>[] BuildPowers() =>
    [
        .. Steps.SelectMany(step => Phis.Chunk(Vector256<double>.Count), (step, phis) =>
            Vector256.Create<double>([.. phis.Select(phi => Math.Pow(phi, step))])),
    ];
}
