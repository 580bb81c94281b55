using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Placement;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Deploying;

/// <summary>Finds hosts for machines that do not exist yet, by the rules that hold for all others: what hosts are
/// forecast to carry, memory, affinity, hosts in danger and the capacity kept for a lost fault domain. A newcomer that
/// the outlook does not know counts in full.</summary>
internal sealed class RoomForNewcomers
{
    private readonly PlacementContext _context;

    /// <summary>Puts the newcomers beside the fleet, off and on no host.</summary>
    /// <param name="fleet">What is there and under way.</param>
    /// <param name="outlook">What hosts will carry.</param>
    /// <param name="policy">Rules and limits.</param>
    /// <param name="coming">Creations that are under way, or that this decision holds already.</param>
    /// <param name="newcomers">None of them is in the fleet.</param>
    public RoomForNewcomers(
        FleetSnapshot fleet, Outlook outlook, Policy policy, IEnumerable<CreateVirtualMachine> coming,
        IEnumerable<VirtualMachine> newcomers)
    {
        var there = fleet.VirtualMachines.Select(machine => machine.Id).ToHashSet();
        var machines = fleet.VirtualMachines.ToBuilder();
        foreach (var create in coming.Where(create => there.Add(create.VirtualMachine)))
        {
            if ((create.Specification ?? policy.TemplateOf(create.Template)) is { } template &&
                fleet.Hosts.FirstOrDefault(host => host.Id == create.On) is { } host)
            {
                machines.Add(Newcomer(create.VirtualMachine, template, host) with
                {
                    State = PowerState.Creating,
                    Host = host.Id,
                    Group = create.Group,
                });
            }
        }

        machines.AddRange(newcomers.Where(newcomer => there.Add(newcomer.Id)));
        var all = fleet with { VirtualMachines = [.. machines.OrderBy(machine => machine.Id)] };
        _context = new PlacementContext(all, outlook, policy, DemandTable.Forecast(all, outlook, policy.DemandQuantile));
    }

    /// <summary>A machine as it will be: of the provider whose hosts have the most memory to give; null when no host is
    /// on and open.</summary>
    public static VirtualMachine? Newcomer(VirtualMachineId name, VmTemplate template, FleetSnapshot fleet)
    {
        var used = fleet.VirtualMachines.Where(machine => machine.State is not (PowerState.Off or PowerState.Failed))
            .ToLookup(machine => machine.Provider, machine => machine.Memory.Value);
        var open = fleet.Hosts.Where(host => host.CanReceive).GroupBy(host => host.Provider)
            .OrderByDescending(hosts => hosts.Sum(host => host.MemoryCapacity.Value) - used[hosts.Key].Sum())
            .ThenBy(hosts => hosts.Key).FirstOrDefault();

        return open is null ? null : Newcomer(name, template, open.First());
    }

    /// <summary>Those that found none.</summary>
    public List<HomelessLoad> Homeless { get; } = [];

    /// <summary>Takes room for one, where the fewest of its group are; where there is none, the rule that says so and
    /// why.</summary>
    public (HostId? Host, string Rule, string Reason) Take(VirtualMachineId name)
    {
        int machine = _context.Model.MachineIndex[name];
        HashSet<int> spared = [];
        int[] beside = _context.Model.BesideOf(machine);
        foreach (int most in beside.Distinct().Order())
        {
            if (Take(machine, spared, host => beside[host] > most) is { } host)
            {
                return (host, "", "");
            }
        }

        var (rule, reason) = spared.Count > 0
            ? ("S6", "Wherever it would fit it would use up what is kept for a lost fault domain.")
            : _context.Search.WhyNowhere(machine);
        ImmutableArray<HostId> sleepers =
            [.. _context.Sleepers.For(machine, _context.Search).Select(host => _context.Model.Fleet.Hosts[host].Id)];
        if (sleepers.IsEmpty)
        {
            return (null, rule, reason + _context.Sleepers.WhyNone(machine, _context.Search));
        }

        Homeless.Add(new HomelessLoad(
            $"'{name}' finds no host that is on.", _context.Model.MeanDemand(machine),
            _context.Model.Fleet.VirtualMachines[machine].Memory.Value, sleepers));

        return (null, rule, reason);
    }

    private HostId? Take(int machine, HashSet<int> spared, Func<int, bool> isLater)
    {
        bool held = _context.Spare.Holds();
        while (_context.Search.Best(machine, allowEmpty: true, host => spared.Contains(host) || isLater(host)) is >= 0 and var host)
        {
            _context.Model.Place(machine, host);
            if (!held || _context.Spare.Holds())
            {
                return _context.Model.Fleet.Hosts[host].Id;
            }

            _context.Model.Unplace(machine);
            spared.Add(host);
        }

        return null;
    }

    private static VirtualMachine Newcomer(VirtualMachineId id, VmTemplate template, Host like) => new(
        id, id.Value, like.Provider, like.Cluster, Host: null, PowerState.Off, template.Cores,
        like.CpuPerCore * template.Cores, template.Memory, Mobility.Free, null, null);
}
