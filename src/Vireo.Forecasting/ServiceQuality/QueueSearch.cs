namespace Vireo.Forecasting.ServiceQuality;

/// <summary>Finds all curves of a queue that explain some observations, with their weights.</summary>
/// <remarks>Loads far below the knee leave open where it is, and an answer has to say so. A weight is exp(−(L − L₀) /
/// 4) with L = n ln(mean squared relative error), half of what independent observations would give, for neighbours in
/// time are not. Times know more: b = κ a, where κ is half the sum of the squared variations of arrivals and services,
/// 1 for Poisson arrivals and exponential services and ½ for constant ones; a log-normal prior about 1 says
/// so.</remarks>
internal static class QueueSearch
{
    private const int Most = 256;
    private const int MostObservations = 600;
    private const int Capacities = 120;
    private const int Variabilities = 12;
    private const double WidestVariability = 1.6;
    private const double VariabilitySpread = 0.5;
    private const double Tempering = 4;
    private const double LeastWeight = 0.01;

    // From a capacity that the busiest moment exceeded by a half to one of which it used a twentieth, in logarithms.
    private const double Lowest = -0.4;
    private const double Highest = 3;
    private static readonly double[] ContentionWeights = [0, 0.5, 1];

    /// <summary>Finds them, the best first; at least one.</summary>
    /// <param name="observations">Any number; of many an even sample is used.</param>
    /// <param name="isTime">Whether values are times.</param>
    public static (QueueParameters Curve, double Weight)[] Find(
        ReadOnlySpan<QualityObservation> observations, bool isTime)
    {
        QualityObservation[] sample = Sample(observations);
        double busiest = 0;
        double mean = 0;
        foreach (QualityObservation seen in sample)
        {
            busiest = Math.Max(busiest, seen.Conditions.Load / seen.Conditions.VirtualCpus);
            mean += seen.Value / sample.Length;
        }

        if (!(busiest > 0) || !(mean > 0))
        {
            return [(new(1, 0, mean, 0), 1)];
        }

        List<(QueueParameters Curve, double Loss)> tried = [];
        foreach (double weight in ContentionWeights)
        {
            for (int i = 0; i < Capacities; i++)
            {
                double part = Math.Pow((double)i / Capacities, 1.5);
                double capacity = busiest * Math.Exp(Lowest + ((Highest - Lowest) * part));
                AddFits(sample, new(capacity, weight, 0, 0), 0.1 * mean, isTime, tried);
            }
        }

        double best = tried.Min(fit => fit.Loss);

        return
        [
            .. tried.OrderBy(fit => fit.Loss)
                .Take(Most)
                .Select(fit => (fit.Curve, Math.Exp((best - fit.Loss) / Tempering)))
                .Where(fit => fit.Item2 >= LeastWeight),
        ];
    }

    private static void AddFits(
        QualityObservation[] sample,
        QueueParameters shape,
        double floor,
        bool isTime,
        List<(QueueParameters Curve, double Loss)> tried)
    {
        var sums = new QueueSums();
        foreach (QualityObservation seen in sample)
        {
            sums.Add(shape.Waiting(seen.Conditions), seen.Value, Math.Max(seen.Value, floor));
        }

        if (!isTime)
        {
            (double rest, double slope, double loss) = sums.Solve();
            tried.Add((shape with { AtRest = rest, Slope = slope }, loss));

            return;
        }

        for (int i = 0; i <= Variabilities; i++)
        {
            double exponent = WidestVariability * ((2.0 * i / Variabilities) - 1);
            double prior = exponent / VariabilitySpread;
            (double rest, double slope, double loss) = sums.Solve(Math.Exp(exponent));
            tried.Add((shape with { AtRest = rest, Slope = slope }, loss + (Tempering / 2 * prior * prior)));
        }
    }

    private static QualityObservation[] Sample(ReadOnlySpan<QualityObservation> observations)
    {
        int count = Math.Min(observations.Length, MostObservations);
        var sample = new QualityObservation[count];
        for (int i = 0; i < count; i++)
        {
            sample[i] = observations[(int)((long)i * observations.Length / count)];
        }

        return sample;
    }
}
