using System.Buffers;
using Vireo.Forecasting.Ets;
using Vireo.Forecasting.Smoothing;

namespace Vireo.Forecasting.Theta;

/// <summary>Fits Theta models to series without a season.</summary>
public static class ThetaFitter
{
    private const double Lowest = 1e-3;
    private const double Highest = 1 - 1e-3;
    private const int Rounds = 5;

    /// <summary>Fits the dynamic optimised model by least squares over α, θ and the first level.</summary>
    /// <param name="series">Finite, oldest first.</param>
    /// <returns>The fit; with fewer than four values, or a constant, that of simple exponential smoothing.</returns>
    public static ThetaFit Fit(ReadOnlySpan<double> series)
    {
        using var scaled = new ScaledSeries(series);
        if (scaled.Count < 4 || scaled.IsConstant)
        {
            SmoothingFit level = LevelFitter.Fit(series);

            return new ThetaFit(new ThetaParameters(level.Alpha, 0), level.Level, level.Squares);
        }

        ThetaFit fit = Search(scaled.Values);

        return fit with
        {
            Level = fit.Level * scaled.Scale,
            Squares = Math.Max(0, fit.Squares) * scaled.Scale * scaled.Scale,
        };
    }

    /// <summary>The classical method: simple exponential smoothing and half the slope of a line through
    /// everything.</summary>
    /// <param name="series">Finite, oldest first, at least one value.</param>
    /// <param name="path">Receives the expected next values.</param>
    /// <remarks>As R's <c>thetaf</c> without a season. Assimakopoulos &amp; Nikolopoulos (2000), in the form of Hyndman
    /// &amp; Billah (2003).</remarks>
    public static void Classical(ReadOnlySpan<double> series, Span<double> path)
    {
        SmoothingFit fit = LevelFitter.Fit(series);
        double level = fit.Level;
        double products = 0;
        double squares = 0;
        double middle = 0.5 * (series.Length - 1);
        for (int t = 0; t < series.Length; t++)
        {
            level += fit.Alpha * (series[t] - level);
            products += (t - middle) * series[t];
            squares += (t - middle) * (t - middle);
        }

        double drift = squares > 0 ? 0.5 * products / squares : 0;
        double reached = (1 - Math.Pow(1 - fit.Alpha, series.Length)) / fit.Alpha;
        for (int step = 0; step < path.Length; step++)
        {
            path[step] = level + (drift * (step + reached));
        }
    }

    private static ThetaFit Search(ReadOnlySpan<double> series)
    {
        double[] lines = ArrayPool<double>.Shared.Rent(2 * series.Length);
        Span<double> alphas = stackalloc double[ThetaLanes.Count];
        Span<ThetaFit> fits = stackalloc ThetaFit[ThetaLanes.Count];
        try
        {
            ThetaLanes.FillLines(series, lines);
            var best = new ThetaFit(new ThetaParameters(0.5, 0), series[0], double.PositiveInfinity);
            (double low, double high) = (Lowest, Highest);
            for (int round = 0; round < Rounds; round++)
            {
                double step = (high - low) / (ThetaLanes.Count - 1);
                for (int i = 0; i < alphas.Length; i++)
                {
                    alphas[i] = low + (i * step);
                }

                ThetaLanes.Evaluate(series, lines, alphas, fits);
                foreach (ThetaFit fit in fits)
                {
                    best = fit.Squares < best.Squares ? fit : best;
                }

                low = Math.Max(Lowest, best.Parameters.Alpha - step);
                high = Math.Min(Highest, best.Parameters.Alpha + step);
            }

            return best;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(lines);
        }
    }
}
