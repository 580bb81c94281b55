namespace Vireo.Forecasting.Arima;

/// <summary>Differences: (1 − B)ᵈ(1 − Bᵐ)ᴰ.</summary>
internal static class Differencing
{
    // Shared by all models without seasonal differences, which are most.
    private static readonly DifferencingTerms[] Plain =
        [.. Enumerable.Range(0, 3).Select(d => Expand(new ArimaOrder(0, d, 0)))];

    /// <summary>Differences in place; the first d + mD values are left without meaning.</summary>
    public static void Apply(Span<double> values, in ArimaOrder order)
    {
        int start = 0;
        for (int i = 0; i < order.SeasonalDifferences; i++)
        {
            start += order.Period;
            Once(values, order.Period, start);
        }

        for (int i = 0; i < order.Differences; i++)
        {
            start++;
            Once(values, 1, start);
        }
    }

    /// <summary>The terms of 1 − (1 − B)ᵈ(1 − Bᵐ)ᴰ: what to add up of earlier values to undo the differences.</summary>
    public static DifferencingTerms Terms(in ArimaOrder order) =>
        order.SeasonalDifferences == 0 && order.Differences < Plain.Length ? Plain[order.Differences] : Expand(order);

    private static DifferencingTerms Expand(in ArimaOrder order)
    {
        double[] dense = new double[order.LostValues + 1];
        dense[0] = 1;
        int degree = 0;
        for (int i = 0; i < order.Differences + order.SeasonalDifferences; i++)
        {
            int lag = i < order.Differences ? 1 : order.Period;
            degree += lag;
            for (int j = degree; j >= lag; j--)
            {
                dense[j] -= dense[j - lag];
            }
        }

        int[] lags = [.. Enumerable.Range(1, degree).Where(lag => dense[lag] != 0)];

        return new DifferencingTerms(lags, [.. lags.Select(lag => -dense[lag])]);
    }

    private static void Once(Span<double> values, int lag, int start)
    {
        for (int t = values.Length - 1; t >= start; t--)
        {
            values[t] -= values[t - lag];
        }
    }
}
