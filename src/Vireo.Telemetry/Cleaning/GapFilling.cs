namespace Vireo.Telemetry.Cleaning;

/// <summary>Fills short gaps of an even series for models that need one; never used on what is stored.</summary>
public static class GapFilling
{
    /// <summary>Replaces NaN between two measured points by the straight line between them.</summary>
    /// <param name="values">Evenly spaced, oldest first; NaN marks a gap. Changed in place.</param>
    /// <param name="longestGap">Longer gaps stay: a line through hours of silence is an invention.</param>
    /// <param name="isFilled">Set to true at every point that was filled; same length as the values.</param>
    /// <returns>How many points were filled.</returns>
    /// <remarks>Gaps at either end stay, as nothing lies on their other side.</remarks>
    public static int Fill(Span<double> values, int longestGap, Span<bool> isFilled)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(longestGap);
        ArgumentOutOfRangeException.ThrowIfNotEqual(isFilled.Length, values.Length);
        int filled = 0;
        int previous = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                continue;
            }

            int gap = i - previous - 1;
            if (previous >= 0 && gap > 0 && gap <= longestGap)
            {
                FillBetween(values, previous, i, isFilled);
                filled += gap;
            }

            previous = i;
        }

        return filled;
    }

    private static void FillBetween(Span<double> values, int left, int right, Span<bool> isFilled)
    {
        double slope = (values[right] - values[left]) / (right - left);
        for (int i = left + 1; i < right; i++)
        {
            values[i] = values[left] + (slope * (i - left));
            isFilled[i] = true;
        }
    }
}
