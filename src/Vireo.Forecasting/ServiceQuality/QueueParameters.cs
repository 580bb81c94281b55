namespace Vireo.Forecasting.ServiceQuality;

/// <summary>One curve of a queue: a + b · W(load / (c · k · (1 − s · contention)), c).</summary>
/// <param name="CapacityOfOne">k: the load that saturates one processor.</param>
/// <param name="ContentionWeight">s: which share of the contention is lost to the service.</param>
/// <param name="AtRest">a: the value without waiting.</param>
/// <param name="Slope">b: the value of waiting for one service time.</param>
internal readonly record struct QueueParameters(
    double CapacityOfOne, double ContentionWeight, double AtRest, double Slope)
{
    private const double LeastRoom = 0.01;

    /// <summary>The value under some conditions.</summary>
    public double At(ServiceConditions conditions) => AtRest + (Slope * Waiting(conditions));

    /// <summary>W under some conditions, in service times.</summary>
    public double Waiting(ServiceConditions conditions)
    {
        double room = Math.Max(LeastRoom, 1 - (ContentionWeight * conditions.Contention));
        double capacity = conditions.VirtualCpus * CapacityOfOne * room;

        return ErlangWaiting.At(conditions.Load / capacity, conditions.VirtualCpus);
    }
}
