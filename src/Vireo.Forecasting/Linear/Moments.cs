namespace Vireo.Forecasting.Linear;

/// <summary>Mean and spread of the finite values of a series.</summary>
internal static class Moments
{
    /// <summary>Zero and one when there is no finite value; a spread of zero is returned as one.</summary>
    public static (double Mean, double Deviation) Of(ReadOnlySpan<double> series)
    {
        double mean = 0;
        double sumOfSquares = 0;
        int count = 0;
        foreach (double value in series)
        {
            if (double.IsFinite(value))
            {
                count++;
                double delta = value - mean;
                mean += delta / count;
                sumOfSquares += delta * (value - mean);
            }
        }

        double deviation = count > 1 ? Math.Sqrt(sumOfSquares / (count - 1)) : 0;

        // Rounding of a large constant must not be blown up to unit variance.
        return (mean, deviation > 1e-9 * Math.Abs(mean) && double.IsFinite(deviation) ? deviation : 1);
    }
}
