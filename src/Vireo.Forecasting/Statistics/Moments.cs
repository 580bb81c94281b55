namespace Vireo.Forecasting.Statistics;

/// <summary>Mean and spread of the finite values of a series, in one stable pass (Welford 1962).</summary>
internal static class Moments
{
    /// <summary>Mean, and variance with n − 1; both zero where there are too few finite values.</summary>
    public static (double Mean, double Variance) Of(ReadOnlySpan<double> series)
    {
        double mean = 0;
        double squares = 0;
        int count = 0;
        foreach (double value in series)
        {
            if (double.IsFinite(value))
            {
                count++;
                double deviation = value - mean;
                mean += deviation / count;
                squares += deviation * (value - mean);
            }
        }

        return (mean, count > 1 ? squares / (count - 1) : 0);
    }

    /// <summary>Mean and a scale to divide by: the deviation, or one where the series does not move.</summary>
    public static (double Mean, double Scale) Standard(ReadOnlySpan<double> series)
    {
        (double mean, double variance) = Of(series);
        double deviation = Math.Sqrt(variance);

        // Rounding of a large constant must not be blown up to unit variance.
        return (mean, deviation > 1e-9 * Math.Abs(mean) && double.IsFinite(deviation) ? deviation : 1);
    }
}
