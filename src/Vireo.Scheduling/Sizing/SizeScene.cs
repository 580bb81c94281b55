using System.Globalization;
using Vireo.Fleet;
using Vireo.Scheduling.Scaling;

namespace Vireo.Scheduling.Sizing;

/// <summary>What a decision about sizes looks at.</summary>
internal sealed class SizeScene
{
    // A machine that is forecast to use so much of what it has is held back by its size.
    private const double Full = 0.95;
    private const double LargestFactor = 2;

    private readonly FleetSnapshot _fleet;
    private readonly Outlook _outlook;
    private readonly ResizePolicy _terms;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _machines;
    private readonly Dictionary<VirtualMachineId, VmOutlook> _known;
    private readonly HashSet<EntityId> _held;

    /// <summary>Indexes the picture.</summary>
    public SizeScene(FleetSnapshot fleet, Outlook outlook, Policy policy, ResizePolicy terms)
    {
        (_fleet, _outlook, _terms) = (fleet, outlook, terms);
        _machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        _known = outlook.VirtualMachines.Where(known => known.Quality.IsActionable).ToDictionary(known => known.VirtualMachine);
        _held = [.. fleet.InFlight.Select(action => action.Action.Target), .. policy.Pinned.Select(EntityId.Of)];
        _held.UnionWith(outlook.Hazards.Where(hazard => hazard.Kind == HazardKind.BadTelemetry).Select(hazard => hazard.Entity));
    }

    /// <summary>A machine that runs, is measured and that nothing is done to; null otherwise.</summary>
    public VirtualMachine? Free(VirtualMachineId id) =>
        _machines.TryGetValue(id, out var machine) && machine.State == PowerState.On && _known.ContainsKey(id) &&
        !_held.Contains(EntityId.Of(id)) && machine.Group is null
            ? machine
            : null;

    /// <summary>The size of a machine.</summary>
    public static MachineSize SizeOf(VirtualMachine machine) => new(machine.Cores, machine.Memory);

    /// <summary>At most twice as large or half as small at once: what was measured at another size says less the
    /// further it is.</summary>
    public static MachineSize Bounded(VirtualMachine machine, MachineSize wanted) => new(
        (int)Math.Clamp(wanted.Cores, Math.Ceiling(machine.Cores / LargestFactor), machine.Cores * LargestFactor),
        new MemoryBytes((long)Math.Clamp(
            wanted.Memory.Value, machine.Memory.Value / LargestFactor, machine.Memory.Value * LargestFactor)));

    /// <summary>How long a machine still keeps the size it got last; null when it may get another.</summary>
    public TimeSpan? RestOf(VirtualMachineId id)
    {
        var last = _fleet.RecentResizes.LastOrDefault(past => past.Action.Target == EntityId.Of(id));

        return last is not null && _fleet.TakenAt - last.StartedAt < _terms.RestAfter
            ? _terms.RestAfter - (_fleet.TakenAt - last.StartedAt)
            : null;
    }

    /// <summary>Why a machine may not be restarted now; null when it may.</summary>
    public string? WhyNoRestart(VirtualMachine machine)
    {
        if (_terms.Window is not { } window)
        {
            return $"'{machine.Id}' cannot change its size while it runs, and no change window is configured.";
        }

        var open = CronSchedule.Parse(window.Cron).NewestWithin(
            _fleet.TakenAt, window.Lasts, TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone), static _ => true);

        return open is null
            ? $"'{machine.Id}' cannot change its size while it runs and waits for the change window ('{window.Cron}' for {window.Lasts.InWords()}, {window.TimeZone})."
            : null;
    }

    /// <summary>Machines that were made smaller lately and are now short of it, with the size to go back to.</summary>
    public IEnumerable<(VirtualMachine Machine, MachineSize From, string Reason)> Suffering()
    {
        foreach (var past in _fleet.RecentResizes.Where(past => _fleet.TakenAt - past.StartedAt < _terms.WatchFor))
        {
            if (past.Action is ResizeVirtualMachine { IsRevert: false, From: { } from } change &&
                Free(change.VirtualMachine) is { } machine && SizeOf(machine) == new MachineSize(change.Cores, change.Memory) &&
                (from.Cores > machine.Cores || from.Memory.Value > machine.Memory.Value) && WhySuffering(machine) is { } why)
            {
                yield return (machine, from, string.Create(
                    CultureInfo.InvariantCulture, $"'{machine.Id}' suffers since it was made smaller at {past.StartedAt:u}: {why}"));
            }
        }
    }

    private string? WhySuffering(VirtualMachine machine)
    {
        if (_outlook.Hazards.FirstOrDefault(hazard =>
            hazard.Entity == EntityId.Of(machine.Id) && hazard.Kind == HazardKind.Pressure) is { } hazard)
        {
            return hazard.Reason;
        }

        var known = _known[machine.Id];
        double cpu = Now(known.Cpu) / Math.Max(machine.CpuCapacity.Value, 1e-9);
        double memory = Now(known.Memory) / Math.Max(machine.Memory.Value, 1e-9);

        return cpu > Full ? string.Create(CultureInfo.InvariantCulture, $"it wants {cpu:P0} of its CPU.")
            : memory > Full ? string.Create(CultureInfo.InvariantCulture, $"it uses {memory:P0} of its memory.")
            : null;
    }

    private double Now(DemandForecast forecast)
    {
        int at = _outlook.LevelAtLeast(0.5) * _outlook.Steps;

        return at < forecast.Quantiles.Length ? forecast.Quantiles[at] : 0;
    }
}
