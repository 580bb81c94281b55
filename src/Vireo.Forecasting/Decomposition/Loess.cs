namespace Vireo.Forecasting.Decomposition;

/// <summary>Local regression over evenly spaced values, fitted at every jump-th one and joined by straight
/// lines.</summary>
/// <remarks>R's Fortran routine <c>ess</c> of <c>stl</c>, step by step; 0-based.</remarks>
internal static class Loess
{
    /// <summary>Smooths values into another span of the same length.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="width">Values in a window, odd; may exceed the length.</param>
    /// <param name="degree">0 or 1.</param>
    /// <param name="jump">Distance of the fitted points, at least 1.</param>
    /// <param name="robustness">A weight for each value; empty for none.</param>
    /// <param name="smoothed">The result.</param>
    /// <param name="scratch">As long as the values.</param>
    public static void Smooth(
        ReadOnlySpan<double> values,
        int width,
        int degree,
        int jump,
        ReadOnlySpan<double> robustness,
        Span<double> smoothed,
        Span<double> scratch)
    {
        int length = values.Length;
        if (length < 2)
        {
            values.CopyTo(smoothed);

            return;
        }

        jump = Math.Min(jump, length - 1);
        var weights = new LoessWeights(length, width, degree, scratch);
        (int left, int right) = (0, 0);
        for (int at = 0; at < length; at += jump)
        {
            (left, right) = Window(at, length, width);
            smoothed[at] = weights.Fit(values, robustness, at, left, right, otherwise: values[at]);
        }

        if (jump > 1)
        {
            int last = (length - 1) / jump * jump;
            Join(smoothed[..(last + 1)], jump);
            if (last < length - 1)
            {
                // The last point uses the window of the last fitted one, as the original does.
                smoothed[^1] = weights.Fit(values, robustness, length - 1, left, right, otherwise: values[^1]);
                Join(smoothed[last..], length - 1 - last);
            }
        }
    }

    private static (int Left, int Right) Window(int at, int length, int width)
    {
        if (width >= length)
        {
            return (0, length - 1);
        }

        int left = Math.Clamp(at - ((width + 1) / 2) + 1, 0, length - width);

        return (left, left + width - 1);
    }

    private static void Join(Span<double> values, int jump)
    {
        for (int from = 0; from + jump < values.Length; from += jump)
        {
            double step = (values[from + jump] - values[from]) / jump;
            for (int i = 1; i < jump; i++)
            {
                values[from + i] = values[from] + (step * i);
            }
        }
    }
}
