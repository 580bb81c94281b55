using Vireo.Fleet;
using Vireo.Scheduling.Scaling;

namespace Vireo.Simulation;

/// <summary>Lets the product's scaling decide in a <see cref="ServiceReplay"/>.</summary>
public sealed class ScaledGroup(VmGroup group, TimeSpan startUp, LoadForecast? forecast)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How many to order or remove.</summary>
    public int Decide(ServiceMoment moment)
    {
        var bound = forecast?.After(moment) ?? default;
        var load = new GroupLoad(Step, moment.Measured, bound, group.LoadPerReplica ?? double.NaN, startUp);
        var replicas = new GroupReplicas(
            moment.Ready, moment.Starting, moment.Leaving, Broken: 0, At(moment.GrewAt), At(moment.ShrankAt));
        var decision = GroupScaler.Decide(group, replicas, load, Start + (Step * moment.Minute), needs: []);

        return decision.Create - decision.Remove;
    }

    private static DateTimeOffset? At(int minute) => minute < 0 ? null : Start + (Step * minute);
}
