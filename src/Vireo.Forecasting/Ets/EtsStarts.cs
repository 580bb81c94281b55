namespace Vireo.Forecasting.Ets;

/// <summary>Weights from which searches start: the best of a coarse grid among slow levels, fast levels and quick
/// trends.</summary>
internal static class EtsStarts
{
    /// <summary>Most points that a form is searched from.</summary>
    public const int Most = 3;

    private const double SlowAlpha = 0.4;
    private const double QuickSlope = 0.5;
    private const double Phi = 0.95;
    private static readonly double[] Alphas = [0.02, 0.1, 0.3, 0.6, 0.95];
    private static readonly double[] Slopes = [0.01, 0.25, 0.9];
    private static readonly double[] Shares = [0.01, 0.25];
    private static readonly double[] None = [0];

    /// <summary>Points to start from: without a trend two, with one three.</summary>
    public static int Count(EtsLayout layout) => layout.Slope < 0 ? Most - 1 : Most;

    /// <summary>Finds the points.</summary>
    /// <param name="series">Scaled; NaN marks a gap.</param>
    /// <param name="search">Evaluates.</param>
    /// <param name="layout">Where numbers stand.</param>
    /// <param name="states">A point whose states are used.</param>
    /// <param name="points">Receives one row a point.</param>
    /// <returns>Whether any is allowed by the form.</returns>
    public static bool Fill(
        ReadOnlySpan<double> series,
        EtsSearch search,
        EtsLayout layout,
        ReadOnlySpan<double> states,
        Span<double> points)
    {
        Span<double> best = stackalloc double[Most];
        best.Fill(double.PositiveInfinity);
        Span<double> trial = stackalloc double[layout.Count];
        states.CopyTo(trial);
        foreach (double alpha in Alphas)
        {
            foreach (double slope in layout.Slope < 0 ? None : Slopes)
            {
                foreach (double share in layout.HasSeason ? Shares : None)
                {
                    Set(layout, trial, alpha, slope, share);
                    int kind = slope > QuickSlope ? 2 : alpha < SlowAlpha ? 0 : 1;
                    double objective = search.Evaluate(series, trial);
                    if (objective < best[kind] || double.IsPositiveInfinity(best[kind]))
                    {
                        best[kind] = objective;
                        trial.CopyTo(points[(kind * layout.Count)..]);
                    }
                }
            }
        }

        return best.ContainsAnyExcept(double.PositiveInfinity);
    }

    private static void Set(EtsLayout layout, Span<double> point, double alpha, double slope, double share)
    {
        point[0] = alpha;
        if (layout.Slope >= 0)
        {
            point[layout.Slope] = slope;
        }

        if (layout.Phi >= 0)
        {
            point[layout.Phi] = Phi;
        }

        if (layout.HasSeason)
        {
            point[layout.SeasonShare] = share;
        }
    }
}
