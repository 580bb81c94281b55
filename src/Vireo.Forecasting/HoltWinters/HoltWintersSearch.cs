namespace Vireo.Forecasting.HoltWinters;

/// <summary>Chooses smoothing weights by the squared one-step error: a compass search from one fixed start.</summary>
/// <remarks>Coordinates are α, β/α, γ/(1 − α) and φ, so every point of the box is admissible. At most 13 rounds of
/// eight evaluations, each one pass over the history; deterministic.</remarks>
internal static class HoltWintersSearch
{
    private static readonly double[] Lowest = [0.001, 0, 0, 0.8];
    private static readonly double[] Highest = [0.999, 0.5, 0.5, 0.98];
    private static readonly double[] FirstStep = [0.25, 0.05, 0.08, 0.06];
    private const double SmallestScale = 0.06;

    public static HoltWintersParameters Find(ReadOnlySpan<double> history, HoltWintersState start)
    {
        Span<double> best = [0.3, 0.01, 0.05, 0.9];
        Span<double> trial = stackalloc double[best.Length];
        var scratch = new HoltWintersState(0, 0, start.Season);
        double bestLoss = Loss(history, start, scratch, best);
        double scale = 1;
        for (int round = 0; round < 13 && scale > SmallestScale; round++)
        {
            bool improved = false;
            for (int move = 0; move < 2 * best.Length; move++)
            {
                int axis = move / 2;
                double step = scale * FirstStep[axis] * ((move & 1) == 0 ? 1 : -1);
                best.CopyTo(trial);
                trial[axis] = Math.Clamp(best[axis] + step, Lowest[axis], Highest[axis]);
                double loss = trial[axis] == best[axis] ? bestLoss : Loss(history, start, scratch, trial);
                if (loss < bestLoss)
                {
                    bestLoss = loss;
                    trial.CopyTo(best);
                    improved = true;
                }
            }

            scale *= improved ? 1 : 0.5;
        }

        return Parameters(best);
    }

    private static HoltWintersParameters Parameters(ReadOnlySpan<double> point) =>
        new(point[0], point[0] * point[1], (1 - point[0]) * point[2], point[3]);

    private static double Loss(
        ReadOnlySpan<double> history, HoltWintersState start, HoltWintersState scratch, ReadOnlySpan<double> point)
    {
        HoltWintersParameters parameters = Parameters(point);
        scratch.CopyFrom(start);
        double loss = 0;
        foreach (double value in history)
        {
            double error = scratch.Update(value, parameters);
            loss += error * error;
        }

        return loss;
    }
}
