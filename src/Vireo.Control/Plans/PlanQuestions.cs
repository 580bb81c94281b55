using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What a plan asks of people, in words that are the same in every plan that asks the same: where a machine is
/// made is the scheduler's choice, the names of new replicas and of snapshots hold the time of the decision, and how much of a pool's
/// reservation is lent follows the forecast.</summary>
internal sealed class PlanQuestions
{
    private readonly Dictionary<VirtualMachineId, VirtualMachineId> _replicas = [];

    /// <summary>Numbers the new replicas of each group.</summary>
    public PlanQuestions(Plan plan)
    {
        Dictionary<VmGroupId, int> made = [];
        foreach (var action in plan.Actions)
        {
            if (action.Action is CreateVirtualMachine { Group: { } group } create)
            {
                made[group] = made.GetValueOrDefault(group) + 1;
                _replicas[create.VirtualMachine] = new VirtualMachineId($"{group}#{made[group]}");
            }
        }
    }

    /// <summary>The question that an action of the plan is.</summary>
    public string Of(FleetAction action) => action switch
    {
        CreateVirtualMachine create => Key(
            create with { VirtualMachine = Named(create.VirtualMachine), On = default, Specification = null },
            $"version {create.Specification?.Version}"),
        PowerOnVirtualMachine start => Key(start with { VirtualMachine = Named(start.VirtualMachine), On = default }),
        ConfigureVirtualMachine configure => Key(configure with { VirtualMachine = Named(configure.VirtualMachine) }),
        CheckVirtualMachine check => Key(check with { VirtualMachine = Named(check.VirtualMachine) }),
        TakeSnapshot take => Key(take with { Snapshot = "" }),
        SetPoolTerms set => Key(new SetPoolTerms(set.Setting with { Terms = WithoutReservations(set.Setting.Terms) })),
        _ => Key(action),
    };

    /// <summary>What an action is about, coarser than the question: while one way to move a machine, or one size for it, is
    /// asked, another is not asked beside it.</summary>
    public string SubjectOf(FleetAction action) => action switch
    {
        Migration move => $"move {move.VirtualMachine}",
        ResizeVirtualMachine resize => $"resize {resize.VirtualMachine}",
        _ => Of(action),
    };

    private VirtualMachineId Named(VirtualMachineId machine) => _replicas.GetValueOrDefault(machine, machine);

    private static string Key(FleetAction action, string more = "") => ContentHash.Of(action).Value + more;

    private static PoolTerms WithoutReservations(PoolTerms terms) => new(
        terms.Cpu with { Reservation = 0 }, terms.Memory with { Reservation = 0 },
        terms.Network with { Reservation = 0 }, terms.Disk with { Reservation = 0 });
}
