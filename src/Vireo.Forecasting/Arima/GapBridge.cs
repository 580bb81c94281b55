namespace Vireo.Forecasting.Arima;

/// <summary>Bridges gaps by straight lines.</summary>
internal static class GapBridge
{
    /// <summary>Replaces what is not finite, the ends by the nearest value, and gives the places that were replaced.</summary>
    public static int[] Fill(Span<double> values)
    {
        List<int> gaps = [];
        int before = -1;
        for (int t = 0; t < values.Length; t++)
        {
            if (!double.IsFinite(values[t]))
            {
                gaps.Add(t);
                continue;
            }

            if (t - before > 1)
            {
                Bridge(values, before, t);
            }

            before = t;
        }

        values[(before + 1)..].Fill(before < 0 ? 0 : values[before]);

        return [.. gaps];
    }

    private static void Bridge(Span<double> values, int before, int after)
    {
        double to = values[after];
        double from = before < 0 ? to : values[before];
        for (int t = before + 1; t < after; t++)
        {
            double share = (double)(t - before) / (after - before);
            values[t] = (from * (1 - share)) + (to * share);
        }
    }
}
