using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Whether the newest decision still wants what an older plan asks: how many replicas a group needs changes with
/// its load, and a plan that waited must neither make them twice nor take one that is needed (S29); and what answers an
/// incident has no reason once that is over.</summary>
internal static class StillWanted
{
    /// <summary>The rule that refuses what is out of date.</summary>
    public const string Rule = "S18";

    /// <summary>What of a plan the newest one does not ask any more, with what depends on that.</summary>
    /// <param name="actions">Of the older plan, in its order.</param>
    /// <param name="older">The plan that was approved.</param>
    /// <param name="newest">The newest decision.</param>
    /// <param name="fleet">Which machine is of which group.</param>
    public static ImmutableArray<PlannedAction> WhatIsNot(
        ImmutableArray<PlannedAction> actions, Plan older, Plan newest, FleetSnapshot fleet)
    {
        var asks = new PlanQuestions(older);
        var asked = new PlanQuestions(newest);
        var wanted = newest.Actions.Select(action => asked.Of(action.Action)).ToHashSet();
        var groups = fleet.VirtualMachines.Where(machine => machine.Group is not null)
            .ToDictionary(machine => machine.Id, machine => machine.Group!.Value);
        var mayLeave = Leaving(newest.Actions, groups).GroupBy(leaving => leaving.Group)
            .ToDictionary(leaving => leaving.Key, leaving => leaving.Count());
        HashSet<VirtualMachineId> stay = [];
        foreach (var leaving in Leaving(actions, groups).GroupBy(leaving => leaving.Group))
        {
            stay.UnionWith(leaving.Skip(mayLeave.GetValueOrDefault(leaving.Key)).Select(one => one.Machine));
        }

        var answers = newest.Actions.Select(action => action.Answers).OfType<IncidentAnswer>()
            .Select(answer => (answer.Remedy, answer.Entity)).ToHashSet();
        HashSet<ActionId> gone = [];
        var found = ImmutableArray.CreateBuilder<PlannedAction>();
        foreach (var action in actions)
        {
            bool isStale = action.Answers is { } answer ? !answers.Contains((answer.Remedy, answer.Entity)) : action.Action is CreateVirtualMachine { Group: not null } create
                ? !wanted.Contains(asks.Of(create))
                : Leaves(action.Action) is { } machine && stay.Contains(machine);
            if (isStale || action.DependsOn.Any(gone.Contains))
            {
                gone.Add(action.Id);
                found.Add(action);
            }
        }

        return found.ToImmutable();
    }

    // Each machine once: it is stopped first and deleted then.
    private static IEnumerable<(VmGroupId Group, VirtualMachineId Machine)> Leaving(
        ImmutableArray<PlannedAction> actions, Dictionary<VirtualMachineId, VmGroupId> groups) => actions
        .Select(action => Leaves(action.Action)).OfType<VirtualMachineId>().Distinct()
        .Where(groups.ContainsKey).Select(machine => (groups[machine], machine));

    private static VirtualMachineId? Leaves(FleetAction action) => action switch
    {
        PowerOffVirtualMachine stop => stop.VirtualMachine,
        DeleteVirtualMachine delete => delete.VirtualMachine,
        _ => null,
    };
}
