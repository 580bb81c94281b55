using Vireo.Forecasting.Ets;

namespace Vireo.Forecasting.Smoothing;

/// <summary>Fits simple exponential smoothing, ETS(A,N,N), by least squares over the weight and the first
/// level.</summary>
/// <remarks>Sixteen weights over the whole range, then four times sixteen between the neighbours of the best: the
/// weight is exact to 1e-6, in about five passes over the series.</remarks>
public static class LevelFitter
{
    private const double Lowest = 1e-4;
    private const double Highest = 1 - 1e-4;
    private const int Rounds = 5;

    /// <summary>Fits a series.</summary>
    /// <param name="series">Oldest first; NaN marks a gap.</param>
    /// <returns>The fit; with fewer than two values, or a constant, the weight is the highest and the level the first
    /// value.</returns>
    public static SmoothingFit Fit(ReadOnlySpan<double> series)
    {
        using var scaled = new ScaledSeries(series);
        double first = scaled.First * scaled.Scale;
        if (scaled.Count < 2 || scaled.IsConstant)
        {
            return new SmoothingFit(Highest, 0, 1, first, 0, 0);
        }

        SmoothingFit fit = Search(scaled.Values, scaled.First);

        return fit with { Level = fit.Level * scaled.Scale, Squares = fit.Squares * scaled.Scale * scaled.Scale };
    }

    private static SmoothingFit Search(ReadOnlySpan<double> series, double first)
    {
        Span<double> alphas = stackalloc double[LevelLanes.Count];
        Span<double> squares = stackalloc double[LevelLanes.Count];
        Span<double> levels = stackalloc double[LevelLanes.Count];
        double low = Lowest;
        double high = Highest;
        var best = new SmoothingFit(Highest, 0, 1, first, 0, double.PositiveInfinity);
        for (int round = 0; round < Rounds; round++)
        {
            double step = (high - low) / (LevelLanes.Count - 1);
            for (int i = 0; i < alphas.Length; i++)
            {
                alphas[i] = low + (i * step);
            }

            LevelLanes.Evaluate(series, first, alphas, squares, levels);
            for (int i = 0; i < alphas.Length; i++)
            {
                if (squares[i] < best.Squares)
                {
                    best = best with { Alpha = alphas[i], Level = levels[i], Squares = squares[i] };
                }
            }

            low = Math.Max(Lowest, best.Alpha - step);
            high = Math.Min(Highest, best.Alpha + step);
        }

        return best with { Squares = Math.Max(0, best.Squares) };
    }
}
