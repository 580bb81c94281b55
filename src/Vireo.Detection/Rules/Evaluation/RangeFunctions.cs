namespace Vireo.Detection.Rules.Evaluation;

/// <summary>Functions of the values in a range.</summary>
internal static class RangeFunctions
{
    /// <summary>The function with a name: it gives null where a series has too few values.</summary>
    public static Func<RangeWindow, double, double?> Find(string name) => name switch
    {
        "rate" => (window, _) => Increase.Extrapolated(window, isCounter: true, isRate: true),
        "increase" => (window, _) => Increase.Extrapolated(window, isCounter: true, isRate: false),
        "delta" => (window, _) => Increase.Extrapolated(window, isCounter: false, isRate: false),
        "irate" => (window, _) => Increase.Instant(window, isRate: true),
        "idelta" => (window, _) => Increase.Instant(window, isRate: false),
        "deriv" => (window, _) => window.Count < 2 ? null : Trend.Fit(window, window.Times[0]).Slope,
        "predict_linear" => PredictLinear,
        "changes" => (window, _) => Changes(window.Values),
        "resets" => (window, _) => Resets(window.Values),
        "avg_over_time" => (window, _) => Average(window.Values),
        "min_over_time" => (window, _) => Extreme(window.Values, isMax: false),
        "max_over_time" => (window, _) => Extreme(window.Values, isMax: true),
        "sum_over_time" => (window, _) => Sum(window.Values),
        "count_over_time" => (window, _) => window.Count,
        "last_over_time" => (window, _) => window.Values[^1],
        "present_over_time" => (_, _) => 1,
        "stddev_over_time" => (window, _) => Math.Sqrt(Variance(window.Values)),
        "stdvar_over_time" => (window, _) => Variance(window.Values),
        "quantile_over_time" => (window, quantile) => Quantiles.Of(quantile, [.. window.Values]),
        _ => throw new InvalidOperationException($"No function of a range: {name}."),
    };

    private static double? PredictLinear(RangeWindow window, double seconds)
    {
        if (window.Count < 2)
        {
            return null;
        }

        (double slope, double intercept) = Trend.Fit(window, window.Now);

        return (slope * seconds) + intercept;
    }

    private static double Changes(ReadOnlySpan<double> values)
    {
        int changes = 0;
        for (int i = 1; i < values.Length; i++)
        {
            changes += values[i] != values[i - 1] && !(double.IsNaN(values[i]) && double.IsNaN(values[i - 1])) ? 1 : 0;
        }

        return changes;
    }

    private static double Resets(ReadOnlySpan<double> values)
    {
        int resets = 0;
        for (int i = 1; i < values.Length; i++)
        {
            resets += values[i] < values[i - 1] ? 1 : 0;
        }

        return resets;
    }

    private static double Average(ReadOnlySpan<double> values)
    {
        var mean = default(CompensatedSum);
        double count = 0;
        foreach (double value in values)
        {
            count++;
            if (double.IsInfinity(mean.Raw)
                && ((double.IsInfinity(value) && mean.Raw > 0 == value > 0) || double.IsFinite(value)))
            {
                continue;
            }

            mean.Add((value / count) - (mean.Raw / count));
        }

        return double.IsInfinity(mean.Raw) ? mean.Raw : mean.Value;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = default(CompensatedSum);
        foreach (double value in values)
        {
            sum.Add(value);
        }

        return double.IsInfinity(sum.Raw) ? sum.Raw : sum.Value;
    }

    private static double Extreme(ReadOnlySpan<double> values, bool isMax)
    {
        double extreme = values[0];
        foreach (double value in values)
        {
            if ((isMax ? value > extreme : value < extreme) || double.IsNaN(extreme))
            {
                extreme = value;
            }
        }

        return extreme;
    }

    private static double Variance(ReadOnlySpan<double> values)
    {
        var mean = default(CompensatedSum);
        var squares = default(CompensatedSum);
        double count = 0;
        foreach (double value in values)
        {
            count++;
            double delta = value - mean.Value;
            mean.Add(delta / count);
            squares.Add(delta * (value - mean.Value));
        }

        return squares.Value / count;
    }
}
