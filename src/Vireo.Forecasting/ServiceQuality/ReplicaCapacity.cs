namespace Vireo.Forecasting.ServiceQuality;

/// <summary>What one replica carries within the service objective, learned from what replicas did.</summary>
public static class ReplicaCapacity
{
    private const double Neighbourhood = 0.95;
    private const double Believable = 0.5;
    private const int FewestNeighbours = 10;

    /// <summary>What one replica carries.</summary>
    /// <param name="model">Of the response time.</param>
    /// <param name="seen">What it was fitted to.</param>
    /// <param name="replica">Size and contention of a replica; its load is not used.</param>
    /// <param name="objective">What users accept, in the unit of the observations.</param>
    /// <param name="coverage">How surely, 0 to 1.</param>
    /// <returns>What the quality model answers for; where observations contradict each other so much that it answers
    /// for next to nothing, what was seen to hold as surely.</returns>
    public static double Of(
        QualityModel model, IReadOnlyList<QualityObservation> seen, ServiceConditions replica, double objective, double coverage)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(seen);
        double answered = model.LargestLoad(replica, objective, coverage);
        double proven = replica.VirtualCpus * Proven(seen, objective, coverage);

        return answered >= Believable * proven ? answered : proven;
    }

    // The largest load of a processor in whose neighbourhood the objective held often enough.
    private static double Proven(IReadOnlyList<QualityObservation> seen, double objective, double coverage)
    {
        var byLoad = seen.Select(one => (Load: one.Conditions.Load / one.Conditions.VirtualCpus, one.Value))
            .OrderBy(one => one.Load).ToArray();
        double proven = 0;
        int first = 0;
        int held = 0;
        for (int last = 0; last < byLoad.Length; last++)
        {
            held += byLoad[last].Value <= objective ? 1 : 0;
            while (byLoad[first].Load < Neighbourhood * byLoad[last].Load)
            {
                held -= byLoad[first++].Value <= objective ? 1 : 0;
            }

            int count = last - first + 1;
            proven = count >= FewestNeighbours && held >= coverage * count ? byLoad[last].Load : proven;
        }

        return proven;
    }
}
