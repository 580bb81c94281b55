using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>What machines need now, and may need before lent capacity could be back.</summary>
/// <remarks>A pool that is forecast as a whole needs what that says. Of others the bounds of members are added: what
/// they would need together if all erred the same way at once. A machine without a believable forecast counts in
/// full.</remarks>
internal sealed class MachineNeeds
{
    private readonly Outlook _outlook;
    private readonly Dictionary<VirtualMachineId, VmOutlook> _known;
    private readonly Func<VirtualMachineId, PoolResource, double> _traffic;

    /// <summary>Indexes the outlook.</summary>
    /// <param name="outlook">What machines may need of CPU and memory.</param>
    /// <param name="traffic">What they need of network and disk, which are not forecast; bytes per second.</param>
    public MachineNeeds(Outlook outlook, Func<VirtualMachineId, PoolResource, double> traffic)
    {
        _outlook = outlook;
        _traffic = traffic;
        _known = outlook.VirtualMachines.Where(machine => IsUsable(machine, outlook))
            .ToDictionary(machine => machine.VirtualMachine);
    }

    /// <summary>What is wanted now: of CPU and memory the first step's median.</summary>
    public double Now(VirtualMachine machine, PoolResource resource) => machine.State is PowerState.Off ? 0
        : resource is PoolResource.Network or PoolResource.Disk ? _traffic(machine.Id, resource)
        : Read(machine, resource, 0.5, steps: 1);

    /// <summary>The most that is wanted within a time, with a probability; as far as the outlook reaches.</summary>
    public double Within(VirtualMachine machine, PoolResource resource, TimeSpan time, double probability) =>
        machine.State is PowerState.Off ? 0 : Read(machine, resource, probability, StepsWithin(time));

    /// <summary>The most that a pool as a whole wants until lent capacity is back, with its confidence; null when it is
    /// not forecast.</summary>
    public double? Within(ResourcePool pool, PoolResource resource)
    {
        var known = _outlook.Pools.FirstOrDefault(one => one.Pool == pool.Id);
        var forecast = resource == PoolResource.Cpu ? known?.Cpu : known?.Memory;

        return forecast is not null && _outlook.Steps > 0 && IsUsable(forecast, _outlook)
            ? Most(forecast, pool.LendingConfidence, StepsWithin(pool.RecallWithin))
            : null;
    }

    private int StepsWithin(TimeSpan time) =>
        _outlook.Step > TimeSpan.Zero ? (int)Math.Ceiling(time / _outlook.Step) + 1 : 1;

    private double Most(DemandForecast forecast, double level, int steps)
    {
        int first = _outlook.LevelAtLeast(level) * _outlook.Steps;
        double most = 0;
        for (int step = 0; step < Math.Min(steps, _outlook.Steps); step++)
        {
            most = Math.Max(most, forecast.Quantiles[first + step]);
        }

        return most;
    }

    private double Read(VirtualMachine machine, PoolResource resource, double level, int steps)
    {
        if (resource is not (PoolResource.Cpu or PoolResource.Memory))
        {
            return 0;
        }

        double capacity = resource == PoolResource.Cpu ? machine.CpuCapacity.Value : machine.Memory.Value;
        if (!_known.TryGetValue(machine.Id, out var known))
        {
            return capacity;
        }

        return Math.Min(Most(resource == PoolResource.Cpu ? known.Cpu : known.Memory, level, steps), capacity);
    }

    private static bool IsUsable(VmOutlook machine, Outlook outlook) =>
        machine.Quality.IsActionable && outlook.Steps > 0 &&
        IsUsable(machine.Cpu, outlook) && IsUsable(machine.Memory, outlook);

    private static bool IsUsable(DemandForecast forecast, Outlook outlook)
    {
        if (forecast.Quantiles.IsDefault || forecast.Quantiles.Length != outlook.Levels.Length * outlook.Steps)
        {
            return false;
        }

        foreach (float value in forecast.Quantiles)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
