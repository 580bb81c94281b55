using System.Collections.Immutable;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Evacuating;

/// <summary>Hosts for machines that have to leave theirs, found together: a depth-first search that takes who has the
/// fewest hosts first. The model is as before when a call returns.</summary>
internal sealed class JointTargets(PlacementContext context)
{
    // Each is one host tried for one machine; beyond them nothing is proved.
    private const int MostTrials = 4_000;

    // A smallest set is looked for among so many at most: each of them costs a search.
    private const int MostInCore = 64;

    private int _trials;

    private FleetModel Model => context.Model;

    /// <summary>The best host for one machine as things stand; -1 when there is none.</summary>
    public int Best(LeavingMachine leaving) => context.SearchFor(leaving).Best(leaving.Machine, allowEmpty: true, _ => false);

    /// <summary>Hosts that come out when each machine takes its best in turn; those that find none are left
    /// out.</summary>
    public Dictionary<LeavingMachine, int> OneByOne(IReadOnlyList<LeavingMachine> leaving)
    {
        Dictionary<LeavingMachine, int> found = [];
        foreach (var machine in leaving)
        {
            if (Best(machine) is >= 0 and var target)
            {
                found[machine] = target;
                Model.Move(machine.Machine, target);
            }
        }

        foreach (var (machine, _) in found.Reverse())
        {
            Model.Undo(machine.Machine, machine.Host);
        }

        return found;
    }

    /// <summary>Hosts for all of them; null when there are none, or none was found within the trials.</summary>
    public Dictionary<LeavingMachine, int>? Find(IReadOnlyList<LeavingMachine> leaving)
    {
        _trials = MostTrials;
        LeavingMachine[] order =
        [
            .. leaving.OrderBy(machine => context.SearchFor(machine).Targets(machine.Machine).Count)
                .ThenByDescending(machine => Memory(machine)).ThenBy(machine => machine.Machine),
        ];
        Dictionary<LeavingMachine, int> found = [];

        return Place(order, 0, found) ? found : null;
    }

    /// <summary>A set of them that cannot all leave, and of which none can be left out; empty when that could not be
    /// proved (deletion filter: Chinneck &amp; Dravnieks, <em>ORSA Journal on Computing</em> 3(2), 1991).</summary>
    public ImmutableArray<LeavingMachine> Core(IReadOnlyList<LeavingMachine> leaving)
    {
        List<LeavingMachine> core = [.. leaving];
        if (core.Count > MostInCore || !IsImpossible(core))
        {
            return [];
        }

        for (int i = core.Count - 1; i >= 0; i--)
        {
            var one = core[i];
            core.RemoveAt(i);
            bool isFound = Find(core) is not null;
            if (!isFound && _trials < 0)
            {
                return [];
            }

            if (isFound)
            {
                core.Insert(i, one);
            }
        }

        return [.. core];
    }

    private bool IsImpossible(List<LeavingMachine> machines) => Find(machines) is null && _trials >= 0;

    private bool Place(LeavingMachine[] order, int at, Dictionary<LeavingMachine, int> found)
    {
        if (at == order.Length)
        {
            return true;
        }

        if (!HasRoom(order, at))
        {
            return false;
        }

        var leaving = order[at];
        foreach (int target in context.SearchFor(leaving).Targets(leaving.Machine))
        {
            if (--_trials < 0)
            {
                return false;
            }

            Model.Move(leaving.Machine, target);
            bool isDone = Place(order, at + 1, found);
            Model.Undo(leaving.Machine, leaving.Host);
            if (isDone)
            {
                found[leaving] = target;
                return true;
            }
        }

        return false;
    }

    // What is left needs no more memory than there is: cuts off most of what could never come out.
    private bool HasRoom(LeavingMachine[] order, int from)
    {
        long needed = 0;
        for (int i = from; i < order.Length; i++)
        {
            needed += Memory(order[i]);
        }

        for (int host = 0; host < Model.Fleet.Hosts.Length && needed > 0; host++)
        {
            needed -= Model.CanReceive(host) ? Math.Max(0, Model.FreeMemory(host)) : 0;
        }

        return needed <= 0;
    }

    private long Memory(LeavingMachine leaving) => Model.Fleet.VirtualMachines[leaving.Machine].Memory.Value;
}
