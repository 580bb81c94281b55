namespace Vireo.Forecasting.ServiceQuality;

/// <summary>The curve of a queue: flat while there is room, a knee, then steep.</summary>
/// <remarks>Value = a + b · W(ρ, c), where W = ρ^(√(2(c + 1)) − 1) / (c (1 − ρ)) is the waiting time of c servers in
/// service times (Sakasegawa, An approximation formula L_q ≃ α·ρ^β/(1 − ρ), 1977; exact for one server, and arrivals and
/// services of any variability change b only), c the virtual processors and ρ = load / (c · k · (1 − s · contention)) their
/// utilisation. Beyond <see cref="Saturated"/> it goes on along its tangent, so that more is always worse and nothing is
/// infinite. Memory plays no part. The load that one processor can carry, k, and the weight of contention, s, are searched;
/// a and b follow by least squares of relative errors and are not negative.</remarks>
internal sealed class QueueCurve : IQualityCurve
{
    /// <summary>Utilisation beyond which the curve is straight.</summary>
    public const double Saturated = 0.97;

    private const int Capacities = 60;
    private const int Refinements = 30;
    private static readonly double[] Weights = [0, 0.5, 1];

    private QueueCurve(double capacity, double contention, double rest, double slope)
    {
        CapacityOfOne = capacity;
        Contention = contention;
        Rest = rest;
        Slope = slope;
    }

    /// <summary>k: the load that saturates one processor.</summary>
    public double CapacityOfOne { get; }

    /// <summary>s: which share of the contention is lost to the service.</summary>
    public double Contention { get; }

    /// <summary>a: the value without waiting.</summary>
    public double Rest { get; }

    /// <summary>b: the value of waiting for one service time.</summary>
    public double Slope { get; }

    /// <summary>Fits the curve.</summary>
    /// <param name="observations">At least one.</param>
    public static QueueCurve Fit(ReadOnlySpan<QualityObservation> observations)
    {
        double busiest = 0;
        double mean = 0;
        foreach (QualityObservation seen in observations)
        {
            busiest = Math.Max(busiest, seen.Conditions.Load / seen.Conditions.VirtualCpus);
            mean += Math.Abs(seen.Value) / observations.Length;
        }

        if (!(busiest > 0) || !(mean > 0))
        {
            return new(1, 0, mean, 0);
        }

        double floor = 0.1 * mean;
        (QueueCurve Curve, double Loss) best = (new(busiest, 0, mean, 0), double.PositiveInfinity);
        foreach (double weight in Weights)
        {
            best = Search(observations, busiest, weight, floor, best);
        }

        return best.Curve;
    }

    /// <inheritdoc/>
    public double At(ServiceConditions conditions) => Rest + (Slope * Waiting(conditions, CapacityOfOne, Contention));

    // From a capacity that the busiest moment exceeded by half to one that it hardly touched; then finer about the best.
    private static (QueueCurve Curve, double Loss) Search(
        ReadOnlySpan<QualityObservation> observations,
        double busiest,
        double weight,
        double floor,
        (QueueCurve Curve, double Loss) best)
    {
        double at = 0;
        double found = double.PositiveInfinity;
        for (int i = 0; i < Capacities; i++)
        {
            double exponent = -0.4 + (3.4 * i / Capacities);
            (QueueCurve Curve, double Loss) tried = Solve(observations, busiest * Math.Exp(exponent), weight, floor);
            (found, at) = tried.Loss < found ? (tried.Loss, exponent) : (found, at);
            best = tried.Loss < best.Loss ? tried : best;
        }

        double step = 3.4 / Capacities;
        for (int i = 0; i < Refinements; i++)
        {
            step *= 0.75;
            foreach (double exponent in (ReadOnlySpan<double>)[at - step, at + step])
            {
                (QueueCurve Curve, double Loss) tried = Solve(observations, busiest * Math.Exp(exponent), weight, floor);
                (found, at) = tried.Loss < found ? (tried.Loss, exponent) : (found, at);
                best = tried.Loss < best.Loss ? tried : best;
            }
        }

        return best;
    }

    private static (QueueCurve Curve, double Loss) Solve(
        ReadOnlySpan<QualityObservation> observations, double capacity, double contention, double floor)
    {
        double s = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
        foreach (QualityObservation seen in observations)
        {
            double x = Waiting(seen.Conditions, capacity, contention);
            double y = seen.Value;
            double size = Math.Max(Math.Abs(y), floor);
            double w = 1 / (size * size);
            s += w;
            sx += w * x;
            sy += w * y;
            sxx += w * x * x;
            sxy += w * x * y;
            syy += w * y * y;
        }

        double determinant = (s * sxx) - (sx * sx);
        double slope = determinant > 1e-12 * s * sxx ? ((s * sxy) - (sx * sy)) / determinant : 0;
        double rest = (sy - (slope * sx)) / s;
        if (slope < 0)
        {
            (rest, slope) = (Math.Max(0, sy / s), 0);
        }
        else if (rest < 0)
        {
            (rest, slope) = (0, Math.Max(0, sxy / sxx));
        }

        double loss = syy - (2 * rest * sy) - (2 * slope * sxy) + (rest * rest * s) + (2 * rest * slope * sx) +
            (slope * slope * sxx);

        return (new(capacity, contention, rest, slope), loss);
    }

    private static double Waiting(ServiceConditions conditions, double capacity, double weight)
    {
        double servers = conditions.VirtualCpus;
        double room = Math.Max(0.01, 1 - (weight * conditions.Contention));
        double utilisation = conditions.Load / (servers * capacity * room);
        double power = Math.Sqrt(2 * (servers + 1)) - 1;
        double at = Math.Min(utilisation, Saturated);
        double waiting = Math.Pow(at, power) / (servers * (1 - at));
        double excess = utilisation - at;

        // Derivative of W at the end of the curve: W · ((power / ρ) + 1 / (1 − ρ)).
        return excess > 0 ? waiting * (1 + (excess * ((power / at) + (1 / (1 - at))))) : waiting;
    }
}
