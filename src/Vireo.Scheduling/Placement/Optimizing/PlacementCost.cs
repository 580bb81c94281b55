namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>What a host costs over the horizon: energy at its mean load, and CPU expected not to be served.</summary>
/// <remarks>A host's demand at a step is taken as normal, with the variances of its machines added, and what they have in common (<see cref="Model.JointPeaks"/>). The expected
/// shortfall of a normal demand with mean m and deviation σ against capacity C is σ (φ(z) − z (1 − Φ(z))), z = (C −
/// m)/σ: probability and depth in one figure.</remarks>
internal static class PlacementCost
{
    // Beyond so many deviations the expected shortfall is below a millionth of the deviation.
    private const double Certain = 4.5;

    /// <summary>Watt-hours of a host with one machine more.</summary>
    /// <param name="problem">Prices, power and capacity.</param>
    /// <param name="host">Which host.</param>
    /// <param name="machine">The machine that comes on top; -1 for none.</param>
    /// <param name="median">MHz per step that the host carries.</param>
    /// <param name="spread">MHz² per step that the host carries.</param>
    /// <param name="common">MHz² per step that the machine adds besides its own; empty for none.</param>
    public static double Of(
        PlacementProblem problem, int host, int machine, ReadOnlySpan<double> median, ReadOnlySpan<double> spread,
        ReadOnlySpan<double> common = default)
    {
        double capacity = problem.CpuMhz[host];
        double sum = 0;
        double unserved = 0;
        for (int step = 0; step < median.Length; step++)
        {
            int at = (machine * median.Length) + step;
            double mean = median[step] + (machine < 0 ? 0 : problem.MedianMhz[at]);
            double squares = spread[step] + (machine < 0 ? 0 : problem.SpreadSquared[at]) + (common.IsEmpty ? 0 : common[step]);
            sum += mean;
            unserved += Shortfall(capacity - mean, Math.Sqrt(Math.Max(0, squares)) / problem.QuantileDeviations);
        }

        double ratio = capacity > 0 ? sum / median.Length / capacity : 0;
        double hours = problem.HorizonHours;

        return hours * (problem.Power[host].At(ratio).Value +
            (unserved / median.Length * problem.UnservedWattHoursPerMhzHour));
    }

    /// <summary>CPU at the quantile in the worst step with one machine more, MHz.</summary>
    public static double Peak(
        PlacementProblem problem, int machine, ReadOnlySpan<double> median, ReadOnlySpan<double> spread,
        ReadOnlySpan<double> common = default)
    {
        double peak = 0;
        int at = machine * median.Length;
        for (int step = 0; step < median.Length; step++)
        {
            double squares = spread[step] + problem.SpreadSquared[at + step] + (common.IsEmpty ? 0 : common[step]);
            peak = Math.Max(peak, median[step] + problem.MedianMhz[at + step] + Math.Sqrt(Math.Max(0, squares)));
        }

        return peak;
    }

    private static double Shortfall(double room, double deviation)
    {
        if (room >= Certain * deviation)
        {
            return 0;
        }

        if (deviation <= 0)
        {
            return -room;
        }

        double z = room / deviation;
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

        return deviation * Math.Max(0, density - (z * UpperTail(z, density)));
    }

    // Abramowitz & Stegun 26.2.17, absolute error below 7.5e-8.
    private static double UpperTail(double z, double density)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        double tail = density * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 +
            (t * (-1.821255978 + (t * 1.330274429))))))));

        return z >= 0 ? tail : 1 - tail;
    }
}
