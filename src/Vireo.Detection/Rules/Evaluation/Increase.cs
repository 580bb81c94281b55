namespace Vireo.Detection.Rules.Evaluation;

/// <summary>How much a series grew in a range.</summary>
internal static class Increase
{
    private const double Gap = 1.1;

    /// <summary>Growth from the first to the last value, carried on to the ends of the range where they are near, as
    /// Prometheus does; of a counter falls are restarts, and it is not carried on below zero.</summary>
    public static double? Extrapolated(RangeWindow window, bool isCounter, bool isRate)
    {
        ReadOnlySpan<double> values = window.Values;
        ReadOnlySpan<long> times = window.Times;
        if (values.Length < 2)
        {
            return null;
        }

        double growth = values[^1] - values[0];
        for (int i = 1; isCounter && i < values.Length; i++)
        {
            growth += values[i] < values[i - 1] ? values[i - 1] : 0;
        }

        double toStart = (times[0] - window.Start) / 1000.0;
        double toEnd = (window.End - times[^1]) / 1000.0;
        double sampled = (times[^1] - times[0]) / 1000.0;
        double between = sampled / (values.Length - 1);
        if (isCounter && growth > 0 && values[0] >= 0)
        {
            toStart = Math.Min(toStart, sampled * (values[0] / growth));
        }

        double threshold = between * Gap;
        double covered = sampled;
        covered += toStart < threshold ? toStart : between / 2;
        covered += toEnd < threshold ? toEnd : between / 2;
        double factor = covered / sampled;

        return growth * (isRate ? factor / window.Seconds : factor);
    }

    /// <summary>Growth between the last two values, for each second or as it is.</summary>
    public static double? Instant(RangeWindow window, bool isRate)
    {
        if (window.Count < 2)
        {
            return null;
        }

        (double last, double before) = (window.Values[^1], window.Values[^2]);
        double growth = isRate && last < before ? last : last - before;

        return isRate ? growth / ((window.Times[^1] - window.Times[^2]) / 1000.0) : growth;
    }
}
