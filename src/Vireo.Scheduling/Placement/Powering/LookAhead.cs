using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Powering;

/// <summary>What hosts that stay on have to carry at the worst moment of the horizon, beyond what they carry in its
/// mean: the rise that is forecast, at the policy's quantile, and what history says will be asked for.</summary>
/// <remarks>A host is switched off by this and switched on by need at the median: the gap between the two keeps load
/// that wavers from switching hosts to and fro.</remarks>
internal sealed class LookAhead
{
    private readonly FleetModel _model;
    private readonly double _comingMhz;
    private readonly long _comingBytes;

    /// <summary>Looks at all machines that run, wherever they are.</summary>
    public LookAhead(FleetModel model)
    {
        _model = model;
        (_comingMhz, _comingBytes) = ComingLoad.Within(model.Fleet, model.Policy);
        RiseMhz = Rise(model) + _comingMhz;
    }

    /// <summary>How far the fleet's demand may rise above its mean of the horizon, MHz; at least zero.</summary>
    public double RiseMhz { get; }

    /// <summary>What the hosts that stay on would be short of if some were switched off; null when nothing.</summary>
    /// <param name="isOff">Hosts that are switched off; nothing is left on them.</param>
    public string? Shortage(Func<int, bool> isOff)
    {
        double mhz = -RiseMhz;
        long bytes = -_comingBytes;
        for (int host = 0; host < _model.Fleet.Hosts.Length; host++)
        {
            if (_model.CanReceive(host) && !isOff(host))
            {
                double capacity = _model.Fleet.Hosts[host].CpuCapacity.Value;
                mhz += capacity * (_model.Policy.FillUpToRatio - _model.MeanRatio(host));
                bytes += Math.Max(0, -_model.ExcessMemory(host));
            }
        }

        return mhz < 0
            ? $"Within {_model.Policy.Horizon.TotalMinutes:0} minutes the others could be short of {-mhz:0} MHz at the " +
                $"{_model.Policy.DemandQuantile:0.##} quantile."
            : bytes < 0
                ? $"What is expected to be asked for needs {new MemoryBytes(-bytes).ToText()} more than the others have free."
                : null;
    }

    private static double Rise(FleetModel model)
    {
        var demand = model.Demand;
        double mean = 0;
        double peak = 0;
        for (int step = 0; step < demand.Steps; step++)
        {
            double median = 0;
            for (int machine = 0; machine < model.HostOf.Length; machine++)
            {
                median += model.HostOf[machine] >= 0 ? demand.Median[(machine * demand.Steps) + step] : 0;
            }

            mean += median / demand.Steps;
            peak = Math.Max(peak, median + Math.Sqrt(demand.FleetSpreadSquared[step]));
        }

        return Math.Max(0, peak - mean);
    }
}
