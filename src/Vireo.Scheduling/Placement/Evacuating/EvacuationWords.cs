using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Evacuating;

/// <summary>Why machines cannot leave together, in words.</summary>
internal static class EvacuationWords
{
    /// <summary>Names the machines, the hosts that would take any one of them, and what is short.</summary>
    /// <param name="context">As things stand before anything of it is moved.</param>
    /// <param name="core">At least two machines, none superfluous.</param>
    public static string WhyNotTogether(PlacementContext context, ImmutableArray<LeavingMachine> core)
    {
        var model = context.Model;
        var open = core.SelectMany(machine => context.SearchFor(machine).Targets(machine.Machine)).Distinct().Order().ToList();
        long needed = core.Sum(machine => model.Fleet.VirtualMachines[machine.Machine].Memory.Value);
        long free = open.Sum(host => Math.Max(0, model.FreeMemory(host)));
        string hosts = Join([.. open.Select(host => $"{model.Fleet.Hosts[host].Id}")]);
        string machines = Join([.. core.Select(machine => $"{model.Fleet.VirtualMachines[machine.Machine].Id}")]);
        var narrowing = core.SelectMany(machine => context.Rules.Narrowing(model, machine.Machine)).Distinct();
        string rules = Join([.. narrowing.Order(StringComparer.Ordinal)]);
        string room = needed > free
            ? $"they need {new MemoryBytes(needed).ToText()} of memory, {new MemoryBytes(needed - free).ToText()} more than {hosts} {(open.Count == 1 ? "has" : "have")} free"
            : $"of {hosts} each may take some of them, and no way to divide them fits";
        string narrowed = rules.Length == 0 ? "" : $" Rules that narrow where they may go: {rules}.";

        return $"{machines} cannot all leave: {room}. Without any one of them the others could.{narrowed}";
    }

    private static string Join(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => $"'{names[0]}'",
        _ => $"{string.Join(", ", names.Take(names.Count - 1).Select(name => $"'{name}'"))} and '{names[^1]}'",
    };
}
