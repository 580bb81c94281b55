using System.Collections.Immutable;
using Vireo.Fleet;
using Host = Vireo.Fleet.Host;

namespace Vireo.Server.Dashboard.Plans;

/// <summary>The hosts that a plan touches before and after it, and what moves between them.</summary>
/// <param name="Before">By name; as the decision was shown them.</param>
/// <param name="After">The same hosts once everything has been carried out.</param>
/// <param name="Arrows">Moves by source and target.</param>
/// <param name="Hidden">Hosts that are touched, too, and left out.</param>
public sealed record PlanShape(
    ImmutableArray<PlanHost> Before, ImmutableArray<PlanHost> After, ImmutableArray<PlanArrow> Arrows, int Hidden)
{
    private const int MostHosts = 30;

    /// <summary>Draws up a plan; empty where it moves, starts and switches nothing.</summary>
    /// <param name="fleet">What the decision was shown.</param>
    /// <param name="outlook">What was expected then; a machine that it does not know counts in full.</param>
    /// <param name="plan">What was decided.</param>
    public static PlanShape Of(FleetSnapshot fleet, Outlook outlook, Plan plan)
    {
        var touched = plan.Actions.SelectMany(step => Touches(step.Action)).ToHashSet();
        var hosts = fleet.Hosts.Where(host => touched.Contains(host.Id)).OrderBy(host => host.Id).Take(MostHosts).ToList();
        var demand = outlook.VirtualMachines.ToDictionary(one => one.VirtualMachine, one => MeanOf(one, outlook));
        var before = fleet.VirtualMachines.Where(machine => machine.State is not (PowerState.Off or PowerState.Failed))
            .ToLookup(machine => machine.Host);
        var after = Moved(fleet, plan).ToLookup(machine => machine.Host);

        return new PlanShape(
            [.. hosts.Select(host => At(host, before[host.Id], demand, host.State == HostState.On))],
            [.. hosts.Select(host => At(host, after[host.Id], demand, IsOnAfter(host, plan)))],
            ArrowsOf(fleet, plan, hosts),
            touched.Count - hosts.Count);
    }

    private static IEnumerable<HostId> Touches(FleetAction action) => action switch
    {
        Migration move => [move.From, move.To],
        PowerOnVirtualMachine start => [start.On],
        PowerOnHost on => [on.Host],
        PowerOffHost off => [off.Host],
        FenceHost fence => [fence.Host],
        _ => [],
    };

    private static IEnumerable<VirtualMachine> Moved(FleetSnapshot fleet, Plan plan)
    {
        var goals = new Dictionary<VirtualMachineId, HostId>();
        foreach (var step in plan.Actions)
        {
            if (step.Action is Migration move)
            {
                goals[move.VirtualMachine] = move.To;
            }
            else if (step.Action is PowerOnVirtualMachine start)
            {
                goals[start.VirtualMachine] = start.On;
            }
        }

        return fleet.VirtualMachines
            .Where(machine => goals.ContainsKey(machine.Id) || machine.State is not (PowerState.Off or PowerState.Failed))
            .Select(machine => goals.TryGetValue(machine.Id, out var goal) ? machine with { Host = goal } : machine);
    }

    private static bool IsOnAfter(Host host, Plan plan) =>
        (host.State == HostState.On && !plan.Actions.Any(step => step.Action is PowerOffHost off && off.Host == host.Id)) ||
        plan.Actions.Any(step => step.Action is PowerOnHost on && on.Host == host.Id);

    private static PlanHost At(
        Host host, IEnumerable<VirtualMachine> machines, Dictionary<VirtualMachineId, double> demand, bool isOn)
    {
        var on = machines.ToList();
        double mhz = on.Sum(machine => demand.GetValueOrDefault(machine.Id, machine.CpuCapacity.Value));

        return new PlanHost(
            host.Id, host.Name, Ratio(mhz, host.CpuCapacity.Value),
            Ratio(on.Sum(machine => (double)machine.Memory.Value), host.MemoryCapacity.Value), on.Count, isOn);
    }

    private static double Ratio(double used, double capacity) => capacity > 0 ? used / capacity : 0;

    private static double MeanOf(VmOutlook machine, Outlook outlook)
    {
        int steps = Math.Max(1, outlook.Steps);
        var quantiles = machine.Cpu.Quantiles.AsSpan();
        int from = outlook.LevelAtLeast(0.5) * steps;
        double sum = 0;
        for (int at = from; at < Math.Min(from + steps, quantiles.Length); at++)
        {
            sum += quantiles[at];
        }

        return sum / steps;
    }

    private static ImmutableArray<PlanArrow> ArrowsOf(FleetSnapshot fleet, Plan plan, List<Host> hosts)
    {
        var names = fleet.VirtualMachines.ToDictionary(machine => machine.Id, machine => machine.Name);
        var place = hosts.Select((host, at) => (host.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at);

        return
        [
            .. plan.Actions.Select(step => step.Action).OfType<Migration>()
                .Where(move => place.ContainsKey(move.From) && place.ContainsKey(move.To))
                .GroupBy(move => (From: place[move.From], To: place[move.To]))
                .OrderBy(group => group.Key)
                .Select(group => new PlanArrow(
                    group.Key.From, group.Key.To,
                    [.. group.Select(move => names.GetValueOrDefault(move.VirtualMachine, move.VirtualMachine.Value))])),
        ];
    }
}
