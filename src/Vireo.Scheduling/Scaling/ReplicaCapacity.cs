using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Scheduling.Scaling;

/// <summary>What one replica carries within the service objective, learned from what replicas did.</summary>
public static class ReplicaCapacity
{
    private const double Neighbourhood = 0.95;
    private const double Believable = 0.5;
    private const int FewestNeighbours = 10;

    /// <summary>Learns it from observations of steady conditions: of one replica, with neither a queue left over nor
    /// others joining.</summary>
    /// <param name="seen">In order of time; conditions are those of one replica.</param>
    /// <param name="replica">Size and contention of a replica; its load is not used.</param>
    /// <param name="objective">What users accept, in the unit of the observations.</param>
    /// <param name="coverage">How surely, 0 to 1.</param>
    /// <returns>What the quality model answers for; where observations contradict each other so much that it answers
    /// for next to nothing, what was seen to hold as surely.</returns>
    /// <exception cref="ArgumentException">Not one observation is usable.</exception>
    public static double Learn(
        IReadOnlyList<QualityObservation> seen, ServiceConditions replica, double objective, double coverage)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var model = QualityModel.Fit(seen, QualityMeasure.ResponseTime);

        double answered = model.LargestLoad(replica, objective, coverage);
        double proven = Proven(seen, objective, coverage);

        return answered >= Believable * proven ? answered : proven;
    }

    // The largest load in whose neighbourhood the objective held often enough.
    private static double Proven(IReadOnlyList<QualityObservation> seen, double objective, double coverage)
    {
        QualityObservation[] byLoad = [.. seen.OrderBy(one => one.Conditions.Load)];
        double proven = 0;
        int first = 0;
        int held = 0;
        for (int last = 0; last < byLoad.Length; last++)
        {
            held += byLoad[last].Value <= objective ? 1 : 0;
            while (byLoad[first].Conditions.Load < Neighbourhood * byLoad[last].Conditions.Load)
            {
                held -= byLoad[first++].Value <= objective ? 1 : 0;
            }

            int count = last - first + 1;
            proven = count >= FewestNeighbours && held >= coverage * count ? byLoad[last].Conditions.Load : proven;
        }

        return proven;
    }
}
