using System.Buffers;

namespace Vireo.Forecasting.Ets;

/// <summary>How well a fitted form forecasts paths: what its likelihood, which looks one step ahead, does not
/// tell.</summary>
internal static class EtsPathError
{
    private const int OriginsPerHorizon = 4;

    /// <summary>Mean absolute error of the paths that start in the second half of a series.</summary>
    /// <param name="series">Oldest first; NaN marks a gap.</param>
    /// <param name="fit">The form, fitted to it.</param>
    /// <param name="horizon">Steps of a path.</param>
    /// <returns>The error in the unit of the series; infinite when there is no path to judge.</returns>
    public static double Of(ReadOnlySpan<double> series, EtsFit fit, int horizon)
    {
        double[] buffer = ArrayPool<double>.Shared.Rent(horizon);
        try
        {
            Span<double> path = buffer.AsSpan(0, horizon);
            EtsState state = fit.FirstState();
            int spacing = Math.Max(1, horizon / OriginsPerHorizon);
            double sum = 0;
            int count = 0;
            for (int origin = 0; origin < series.Length; origin++)
            {
                // Counted from the end, so that the newest path always counts.
                int left = series.Length - origin;
                if (origin >= series.Length / 2 && left >= horizon && (left - horizon) % spacing == 0)
                {
                    state.Forecast(fit.Parameters.Phi, path);
                    Add(series[origin..], path, ref sum, ref count);
                }

                state.Update(series[origin], fit.Parameters);
            }

            return count > 0 && double.IsFinite(sum) ? sum / count : double.PositiveInfinity;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    private static void Add(ReadOnlySpan<double> actual, ReadOnlySpan<double> path, ref double sum, ref int count)
    {
        for (int step = 0; step < path.Length; step++)
        {
            if (double.IsFinite(actual[step]))
            {
                sum += Math.Abs(path[step] - actual[step]);
                count++;
            }
        }
    }
}
