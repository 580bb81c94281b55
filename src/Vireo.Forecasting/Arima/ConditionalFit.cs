namespace Vireo.Forecasting.Arima;

/// <summary>Minimises the conditional sum of squares by Levenberg-Marquardt with exact derivatives.</summary>
/// <remarks>Marquardt (1963), SIAM J. Appl. Math. 11. Deterministic; a dozen passes over the series.</remarks>
internal static class ConditionalFit
{
    private const int MaximumRounds = 60;
    private const double Tolerance = 1e-8;

    /// <summary>Moves <paramref name="parameters"/> to the nearest minimum.</summary>
    /// <returns>The sum of squares there; the errors of <paramref name="squares"/> are those of the minimum.</returns>
    public static double Minimise(ConditionalSquares squares, Span<double> parameters)
    {
        int size = parameters.Length;
        double best = squares.Evaluate(parameters);
        if (size == 0)
        {
            return best;
        }

        double[] buffer = new double[(2 * size * size) + (3 * size)];
        Span<double> normal = buffer.AsSpan(0, size * size);
        Span<double> damped = buffer.AsSpan(size * size, size * size);
        Span<double> gradient = buffer.AsSpan(2 * size * size, size);
        Span<double> step = buffer.AsSpan((2 * size * size) + size, size);
        Span<double> trial = buffer.AsSpan((2 * size * size) + (2 * size), size);
        double damping = 1e-3;
        bool isFresh = false;
        bool isLast = false;
        for (int round = 0; round < MaximumRounds && best > 0 && !isLast; round++)
        {
            if (!isFresh)
            {
                squares.NormalEquations(parameters, normal, gradient);
                isFresh = true;
            }

            if (!TryStep(normal, gradient, damping, damped, step))
            {
                damping = Math.Max(damping * 10, 1e-6);
                continue;
            }

            for (int i = 0; i < size; i++)
            {
                trial[i] = parameters[i] - step[i];
            }

            double sum = squares.Evaluate(trial);
            if (sum < best)
            {
                isLast = best - sum < Tolerance * best;
                best = sum;
                trial.CopyTo(parameters);
                damping = Math.Max(damping / 10, 1e-12);
                isFresh = false;
            }
            else if (damping > 1e8)
            {
                isLast = true;
            }
            else
            {
                damping *= 10;
            }
        }

        return squares.Evaluate(parameters);
    }

    private static bool TryStep(
        ReadOnlySpan<double> normal, ReadOnlySpan<double> gradient, double damping, Span<double> damped, Span<double> step)
    {
        int size = gradient.Length;
        normal.CopyTo(damped);
        for (int i = 0; i < size; i++)
        {
            double diagonal = normal[(i * size) + i];
            damped[(i * size) + i] = diagonal > 0 ? diagonal * (1 + damping) : 1;
        }

        gradient.CopyTo(step);
        if (!SymmetricSolver.TryFactorise(damped, size))
        {
            return false;
        }

        SymmetricSolver.Solve(damped, size, step);

        return true;
    }
}
