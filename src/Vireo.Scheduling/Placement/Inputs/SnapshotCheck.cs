using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Inputs;

/// <summary>Finds what cannot be true in a snapshot and its outlook, before anything is decided on them.</summary>
public static class SnapshotCheck
{
    // A week of half minutes; far longer ones only use up memory.
    private const int MostSteps = 20_160;

    /// <summary>Every contradiction, each with its place and what was expected; empty when there is none.</summary>
    /// <param name="fleet">The picture.</param>
    /// <param name="outlook">What is expected of it.</param>
    public static IReadOnlyList<string> Problems(FleetSnapshot fleet, Outlook outlook)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(outlook);
        var problems = new List<string>();
        Lists(problems, fleet);
        Lists(problems, outlook);
        if (problems.Count > 0)
        {
            return problems;
        }

        Size(problems, "fleet", "actionsInLastHour", fleet.ActionsInLastHour);
        Repeated(problems, "fleet.hosts", fleet.Hosts.Select(host => host.Id.Value));
        Repeated(problems, "fleet.virtualMachines", fleet.VirtualMachines.Select(machine => machine.Id.Value));
        for (int i = 0; i < fleet.Hosts.Length; i++)
        {
            Check(problems, $"fleet.hosts[{i}] '{fleet.Hosts[i].Id}'", fleet.Hosts[i]);
        }

        for (int i = 0; i < fleet.VirtualMachines.Length; i++)
        {
            Check(problems, $"fleet.virtualMachines[{i}] '{fleet.VirtualMachines[i].Id}'", fleet.VirtualMachines[i]);
        }

        CheckHosts(problems, fleet);
        Check(problems, outlook);
        OutlookCheck.Add(problems, fleet, outlook);

        return problems;
    }

    private static void Lists(List<string> problems, FleetSnapshot fleet)
    {
        Whole(problems, "fleet.hosts", fleet.Hosts);
        Whole(problems, "fleet.virtualMachines", fleet.VirtualMachines);
        Whole(problems, "fleet.recentMoves", fleet.RecentMoves);
        Whole(problems, "fleet.inFlight", fleet.InFlight);
        Whole(problems, "fleet.pools", fleet.Pools);
        Whole(problems, "fleet.recentChanges", fleet.RecentChanges);
        Whole(problems, "fleet.backendPools", fleet.BackendPools);
        Whole(problems, "fleet.startUps", fleet.StartUps);
        Whole(problems, "fleet.failedMoves", fleet.FailedMoves);
        Whole(problems, "fleet.recentResizes", fleet.RecentResizes);
        Whole(problems, "fleet.recentSwitches", fleet.RecentSwitches);
        Whole(problems, "fleet.recentShortages", fleet.RecentShortages);
        Whole(problems, "fleet.deployments", fleet.Deployments);
        Whole(problems, "fleet.recurringNeeds", fleet.RecurringNeeds);
        Whole(problems, "fleet.rejectedVersions", fleet.RejectedVersions);
        Whole(problems, "fleet.managedPools", fleet.ManagedPools);
    }

    private static void Lists(List<string> problems, Outlook outlook)
    {
        Whole(problems, "outlook.levels", outlook.Levels);
        Whole(problems, "outlook.virtualMachines", outlook.VirtualMachines);
        Whole(problems, "outlook.hazards", outlook.Hazards);
        Whole(problems, "outlook.groups", outlook.Groups);
        Whole(problems, "outlook.pools", outlook.Pools);
        Whole(problems, "outlook.sizes", outlook.Sizes);
    }

    private static void Whole<T>(List<string> problems, string place, ImmutableArray<T> list)
    {
        if (list.IsDefault)
        {
            problems.Add($"{place}: the list is missing; it must be there and may be empty.");
            return;
        }

        for (int i = 0; i < list.Length; i++)
        {
            if (list[i] is null)
            {
                problems.Add($"{place}[{i}]: is null; leave it out, or say what it is.");
            }
        }
    }

    private static void CheckHosts(List<string> problems, FleetSnapshot fleet)
    {
        var states = new Dictionary<HostId, HostState>();
        foreach (var host in fleet.Hosts)
        {
            states[host.Id] = host.State;
        }

        for (int i = 0; i < fleet.VirtualMachines.Length; i++)
        {
            if (fleet.VirtualMachines[i] is not { Host: { } host } machine)
            {
                continue;
            }

            if (states.TryGetValue(host, out var state))
            {
                if (state == HostState.Off && machine.State == PowerState.On)
                {
                    problems.Add(
                        $"fleet.virtualMachines[{i}] '{machine.Id}': it is On and its host '{host}' is Off. Correct one of the two " +
                        "states.");
                }
            }
            else
            {
                problems.Add(
                    $"fleet.virtualMachines[{i}] '{machine.Id}': host '{host}' is not among fleet.hosts. Add it, or leave the machine " +
                    "out.");
            }
        }
    }

    private static void Repeated(List<string> problems, string place, IEnumerable<string> ids)
    {
        foreach (var same in ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            problems.Add($"{place}: '{same.Key}' appears {same.Count()} times; each has one entry, and one host at most.");
        }
    }

    private static void Check(List<string> problems, string place, Host host)
    {
        Named(problems, place, host.Id.Value);
        Size(problems, place, "cpuCapacity", host.CpuCapacity.Value);
        Size(problems, place, "memoryCapacity", host.MemoryCapacity.Value, MemoryBytes.Most.Value);
        Size(problems, place, "networkCapacity", host.NetworkCapacity.Value);
        Size(problems, place, "diskCapacity", host.DiskCapacity.Value);
        Size(problems, place, "cores", host.Cores);
        if (host.Power?.WattsAt is not { IsDefault: false, Length: >= 2 } watts || watts.Any(one => !double.IsFinite(one) || one < 0))
        {
            problems.Add($"{place}: power needs at least two finite values of watts, none negative.");
        }
    }

    private static void Check(List<string> problems, string place, VirtualMachine machine)
    {
        Named(problems, place, machine.Id.Value);
        Size(problems, place, "cpuCapacity", machine.CpuCapacity.Value);
        Size(problems, place, "memory", machine.Memory.Value, MemoryBytes.Most.Value);
        Size(problems, place, "networkReservation", machine.NetworkReservation.Value);
        Size(problems, place, "diskReservation", machine.DiskReservation.Value);
        Size(problems, place, "cores", machine.Cores);
        if (machine is { State: PowerState.On, Cores: 0 })
        {
            problems.Add($"{place}: cores is 0; what runs has at least one.");
        }
    }

    private static void Check(List<string> problems, Outlook outlook)
    {
        if (outlook.Steps is < 1 or > MostSteps || outlook.Step <= TimeSpan.Zero)
        {
            problems.Add($"outlook: steps must be from 1 to {MostSteps} and step longer than nothing.");
        }

        bool isAscending = outlook.Levels.Length > 0 && outlook.Levels.All(level => level is > 0 and < 1) &&
            outlook.Levels.SequenceEqual(outlook.Levels.Distinct().Order());
        if (!isAscending)
        {
            problems.Add("outlook.levels: expected at least one level between 0 and 1, ascending.");
        }

        Repeated(problems, "outlook.virtualMachines", outlook.VirtualMachines.Select(machine => machine.VirtualMachine.Value));
    }

    private static void Named(List<string> problems, string place, string id)
    {
        if (string.IsNullOrEmpty(id))
        {
            problems.Add($"{place}: id is empty; each needs one of its own.");
        }
    }

    private static void Size(List<string> problems, string place, string name, double value, double most = double.MaxValue)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            problems.Add($"{place}: {name} is {value}; expected a finite number that is not negative.");
        }
        else if (value > most)
        {
            problems.Add($"{place}: {name} is {value}; nothing has more than {most}.");
        }
    }
}
