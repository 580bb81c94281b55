using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>What machines need now, and may need before lent capacity could be back.</summary>
/// <remarks>Of pools the bounds of members are added: a sum of quantiles is what the members would need together if all erred the
/// same way at once, so it covers correlated load. A machine without a believable forecast counts in full.</remarks>
internal sealed class MachineNeeds
{
    private readonly Outlook _outlook;
    private readonly Dictionary<VirtualMachineId, VmOutlook> _known;

    /// <summary>Indexes the outlook.</summary>
    public MachineNeeds(Outlook outlook)
    {
        _outlook = outlook;
        _known = outlook.VirtualMachines.Where(machine => IsUsable(machine, outlook))
            .ToDictionary(machine => machine.VirtualMachine);
    }

    /// <summary>CPU and memory wanted now: the first step's median. Network and disk are not forecast and count as none.</summary>
    public double Now(VirtualMachine machine, PoolResource resource) => machine.State is PowerState.Off
        ? 0
        : Read(machine, resource, 0.5, steps: 1);

    /// <summary>The most that is wanted within a time, with a probability; as far as the outlook reaches.</summary>
    public double Within(VirtualMachine machine, PoolResource resource, TimeSpan time, double probability)
    {
        int steps = _outlook.Step > TimeSpan.Zero ? (int)Math.Ceiling(time / _outlook.Step) + 1 : 1;

        return machine.State is PowerState.Off ? 0 : Read(machine, resource, probability, steps);
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

        var quantiles = (resource == PoolResource.Cpu ? known.Cpu : known.Memory).Quantiles;
        int first = LevelAtLeast(level) * _outlook.Steps;
        double most = 0;
        for (int step = 0; step < Math.Min(steps, _outlook.Steps); step++)
        {
            most = Math.Max(most, quantiles[first + step]);
        }

        return Math.Min(most, capacity);
    }

    private int LevelAtLeast(double level)
    {
        for (int i = 0; i < _outlook.Levels.Length; i++)
        {
            if (_outlook.Levels[i] >= level - 1e-9)
            {
                return i;
            }
        }

        return _outlook.Levels.Length - 1;
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
