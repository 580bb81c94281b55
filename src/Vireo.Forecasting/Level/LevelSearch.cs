namespace Vireo.Forecasting.Level;

/// <summary>Chooses the parameters of a level by its absolute error 1, 3, 6 and 12 steps ahead.</summary>
internal static class LevelSearch
{
    private const int WarmUp = 6;
    private static readonly double[] Alphas = [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1];
    private static readonly double[] Phis = [0, 0.7, 0.85, 0.92, 0.96, 0.98, 0.99, 1];
    private static readonly int[] Steps = [1, 3, 6, 12];

    // φ^h of every step (rows) and φ (columns).
    private static readonly double[,] Powers = BuildPowers();

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
            errors.Clear();
            AddErrors(history, alpha, memory, errors);
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

    private static void AddErrors(ReadOnlySpan<double> history, double alpha, int memory, Span<double> errors)
    {
        LevelState state = LevelState.Unknown;
        for (int origin = 0; origin < history.Length; origin++)
        {
            state = state.Next(history[origin], alpha, memory);
            if (state.Count < WarmUp)
            {
                continue;
            }

            for (int step = 0; step < Steps.Length && origin + Steps[step] < history.Length; step++)
            {
                double actual = history[origin + Steps[step]];
                if (double.IsFinite(actual))
                {
                    AddError(actual - state.Mean, state.Level - state.Mean, step, errors);
                }
            }
        }
    }

    private static void AddError(double actual, double deviation, int step, Span<double> errors)
    {
        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] += Math.Abs(actual - (Powers[step, i] * deviation));
        }
    }

    private static double[,] BuildPowers()
    {
        double[,] powers = new double[Steps.Length, Phis.Length];
        for (int step = 0; step < Steps.Length; step++)
        {
            for (int i = 0; i < Phis.Length; i++)
            {
                powers[step, i] = Math.Pow(Phis[i], Steps[step]);
            }
        }

        return powers;
    }
}
