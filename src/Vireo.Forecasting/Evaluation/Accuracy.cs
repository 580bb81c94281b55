namespace Vireo.Forecasting.Evaluation;

/// <summary>The field's error measures of one forecast. A step whose actual value is NaN is left out.</summary>
/// <remarks>Each returns NaN when no step can be judged. Makridakis, Spiliotis &amp; Assimakopoulos, 2020
/// (M4).</remarks>
public static class Accuracy
{
    /// <summary>Mean of 2|y − f| / (|y| + |f|), 0 to 2; zero against zero counts as no error.</summary>
    public static double SymmetricError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        RequireEqualLength(actual, forecast);
        var mean = new MeanOf();
        for (int step = 0; step < actual.Length; step++)
        {
            double size = Math.Abs(actual[step]) + Math.Abs(forecast[step]);
            mean.Add(size == 0 ? 0 : 2 * Math.Abs(actual[step] - forecast[step]) / size);
        }

        return mean.Value;
    }

    /// <summary>Mean absolute error, in the unit of the series.</summary>
    public static double AbsoluteError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        RequireEqualLength(actual, forecast);
        var mean = new MeanOf();
        for (int step = 0; step < actual.Length; step++)
        {
            mean.Add(Math.Abs(actual[step] - forecast[step]));
        }

        return mean.Value;
    }

    /// <summary>What scales MASE and MSIS: the history's mean absolute change over one season. NaN when there is
    /// none.</summary>
    /// <param name="history">What the model was given.</param>
    /// <param name="season">Steps in a season; 1 for none.</param>
    public static double Scale(ReadOnlySpan<double> history, int season)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(season);

        return history.Length <= season ? double.NaN : AbsoluteError(history[season..], history[..^season]);
    }

    /// <summary>Mean pinball loss of one quantile, in the unit of the series.</summary>
    public static double Pinball(ReadOnlySpan<double> actual, ReadOnlySpan<double> quantile, double level)
    {
        RequireEqualLength(actual, quantile);
        var mean = new MeanOf();
        for (int step = 0; step < actual.Length; step++)
        {
            double error = actual[step] - quantile[step];
            mean.Add(error >= 0 ? level * error : (level - 1) * error);
        }

        return mean.Value;
    }

    /// <summary>Mean interval score: the width, and 2/α times every miss; divide by <see cref="Scale"/> for
    /// MSIS.</summary>
    /// <param name="actual">What came.</param>
    /// <param name="lower">Lower bounds.</param>
    /// <param name="upper">Upper bounds.</param>
    /// <param name="coverage">Nominal, 0 to 1: α is the rest.</param>
    public static double IntervalScore(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, double coverage)
    {
        RequireEqualLength(actual, lower);
        RequireEqualLength(actual, upper);
        double penalty = 2 / (1 - coverage);
        var mean = new MeanOf();
        for (int step = 0; step < actual.Length; step++)
        {
            double below = Math.Max(0, lower[step] - actual[step]);
            double above = Math.Max(0, actual[step] - upper[step]);
            mean.Add(upper[step] - lower[step] + (penalty * (below + above)));
        }

        return mean.Value;
    }

    /// <summary>Share of values inside their bounds, 0 to 1.</summary>
    public static double Coverage(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        RequireEqualLength(actual, lower);
        RequireEqualLength(actual, upper);
        var mean = new MeanOf();
        for (int step = 0; step < actual.Length; step++)
        {
            bool isInside = actual[step] >= lower[step] && actual[step] <= upper[step];
            mean.Add(double.IsNaN(actual[step]) ? double.NaN : isInside ? 1 : 0);
        }

        return mean.Value;
    }

    private static void RequireEqualLength(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        if (actual.Length != forecast.Length)
        {
            throw new ArgumentException(
                $"{actual.Length} actual values are compared with {forecast.Length} forecasts. Cut both to one horizon.");
        }
    }
}
