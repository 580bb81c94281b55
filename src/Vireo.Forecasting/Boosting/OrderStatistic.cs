namespace Vireo.Forecasting.Boosting;

/// <summary>Quantiles by selection: O(n) on average, the order of the values is lost.</summary>
internal static class OrderStatistic
{
    /// <summary>The quantile, interpolated between neighbours (type 7 of Hyndman &amp; Fan, 1996); 0 without
    /// values.</summary>
    /// <param name="values">Finite; rearranged.</param>
    /// <param name="level">0 to 1.</param>
    public static float Quantile(Span<float> values, double level)
    {
        if (values.IsEmpty)
        {
            return 0;
        }

        double position = level * (values.Length - 1);
        int lower = (int)position;
        float value = Select(values, lower);
        float part = (float)(position - lower);
        if (part == 0 || lower + 1 == values.Length)
        {
            return value;
        }

        float next = float.PositiveInfinity;
        foreach (float other in values[(lower + 1)..])
        {
            next = Math.Min(next, other);
        }

        return value + (part * (next - value));
    }

    // Hoare's selection with the median of three: then nothing before the rank is larger, nothing behind it smaller.
    private static float Select(Span<float> values, int rank)
    {
        int low = 0;
        int high = values.Length - 1;
        while (low < high)
        {
            float pivot = MedianOf(values[low], values[(low + high) / 2], values[high]);
            int i = low;
            int j = high;
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (rank > j && rank < i)
            {
                break;
            }

            low = rank >= i ? i : low;
            high = rank <= j ? j : high;
        }

        return values[rank];
    }

    private static float MedianOf(float a, float b, float c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
