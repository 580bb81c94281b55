namespace Vireo.Simulation;

/// <summary>LR: overloaded when the line through the newest values reaches full load at the next decision.</summary>
/// <param name="safety">Factor on the prediction.</param>
/// <remarks>The reference's robust form, LRR, computes the same. Least squares without weights: in the reference the
/// weights apply in no case that occurs. Sums are updated point by point, as its statistics library does.</remarks>
internal sealed class LocalRegression(double safety) : IOverloadTest
{
    private const int Points = 10;

    // Any machine that the reference has moves within one interval.
    private const int MigrationIntervals = 1;

    public double FallbackThreshold => StaticThreshold.WithoutPast;

    public bool IsOverloaded(double utilisation, ReadOnlySpan<double> past)
    {
        if (past.Length < Points)
        {
            return utilisation > FallbackThreshold;
        }

        double sumX = 0, sumY = 0, squares = 0, products = 0, meanX = 0, meanY = 0;
        for (int n = 0; n < Points; n++)
        {
            double x = n + 1;
            double y = past[Points - 1 - n];
            if (n == 0)
            {
                meanX = x;
                meanY = y;
            }
            else
            {
                double weight = n / (1.0 + n);
                double dx = x - meanX;
                double dy = y - meanY;
                squares += dx * dx * weight;
                products += dx * dy * weight;
                meanX += dx / (1.0 + n);
                meanY += dy / (1.0 + n);
            }

            sumX += x;
            sumY += y;
        }

        double slope = products / squares;
        double intercept = (sumY - (slope * sumX)) / Points;

        return (intercept + (slope * (Points + MigrationIntervals))) * safety >= 1;
    }
}
