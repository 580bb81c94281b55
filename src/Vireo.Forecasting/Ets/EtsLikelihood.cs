using System.Runtime.CompilerServices;

namespace Vireo.Forecasting.Ets;

/// <summary>One pass of the recursion over a series, for the likelihood alone.</summary>
/// <remarks>Hyndman et al. (2008), section 5.1: −2 log L is, but for a constant, n log Σe² for additive errors and
/// n log Σe² + 2 Σ log f for multiplicative ones, whose e are relative.</remarks>
internal static class EtsLikelihood
{
    // A factor below this is no season.
    private const double Smallest = 1e-9;

    /// <summary>n log Σe² [+ 2 Σ log f]; infinite when the parameters leave what the form allows.</summary>
    /// <param name="series">NaN marks a gap.</param>
    /// <param name="form">The form.</param>
    /// <param name="parameters">Smoothing weights.</param>
    /// <param name="level">The first level.</param>
    /// <param name="trend">The first trend; 0 without one.</param>
    /// <param name="season">First seasonal values, the first phase first; overwritten by the last ones; empty
    /// without.</param>
    public static double Evaluate(
        ReadOnlySpan<double> series,
        EtsForm form,
        in EtsParameters parameters,
        double level,
        double trend,
        Span<double> season)
    {
        bool isRelative = form.Error == EtsError.Multiplicative;
        EtsSums sums = form.Season switch
        {
            EtsSeason.None => Plain(series, isRelative, parameters, level, trend),
            EtsSeason.Additive => Additive(series, isRelative, parameters, level, trend, season),
            _ => Multiplicative(series, parameters, level, trend, season),
        };

        return sums.Objective(isRelative);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static EtsSums Plain(
        ReadOnlySpan<double> series, bool isRelative, EtsParameters parameters, double level, double trend)
    {
        var sums = new EtsSums();
        foreach (double value in series)
        {
            trend *= parameters.Phi;
            level += trend;
            if (double.IsNaN(value))
            {
                continue;
            }

            double error = value - level;
            if (isRelative && !sums.TryAdd(error / level, level))
            {
                return EtsSums.Impossible;
            }

            if (!isRelative)
            {
                sums.Add(error);
            }

            level += parameters.Alpha * error;
            trend += parameters.Beta * error;
        }

        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static EtsSums Additive(
        ReadOnlySpan<double> series,
        bool isRelative,
        EtsParameters parameters,
        double level,
        double trend,
        Span<double> season)
    {
        var sums = new EtsSums();
        int phase = 0;
        foreach (double value in series)
        {
            trend *= parameters.Phi;
            level += trend;
            double expected = level + season[phase];
            if (!double.IsNaN(value))
            {
                double error = value - expected;
                if (isRelative && !sums.TryAdd(error / expected, expected))
                {
                    return EtsSums.Impossible;
                }

                if (!isRelative)
                {
                    sums.Add(error);
                }

                level += parameters.Alpha * error;
                trend += parameters.Beta * error;
                season[phase] += parameters.Gamma * error;
            }

            phase = phase + 1 == season.Length ? 0 : phase + 1;
        }

        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static EtsSums Multiplicative(
        ReadOnlySpan<double> series, EtsParameters parameters, double level, double trend, Span<double> season)
    {
        var sums = new EtsSums();
        int phase = 0;
        foreach (double value in series)
        {
            trend *= parameters.Phi;
            level += trend;
            double factor = season[phase];
            double expected = level * factor;
            if (!double.IsNaN(value))
            {
                double error = value - expected;
                if (!(factor > Smallest) || !sums.TryAdd(error / expected, expected))
                {
                    return EtsSums.Impossible;
                }

                season[phase] = factor + (parameters.Gamma * error / level);
                double levelError = error / factor;
                level += parameters.Alpha * levelError;
                trend += parameters.Beta * levelError;
            }

            phase = phase + 1 == season.Length ? 0 : phase + 1;
        }

        return sums;
    }
}
