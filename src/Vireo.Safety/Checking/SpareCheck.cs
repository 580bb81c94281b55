using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>Whether the hosts that run could restart the machines of any lost fault domain (S6, S7). Memory decides: a machine
/// that is short of CPU is slow, one without memory does not start.</summary>
/// <remarks>Packs first fit, largest machine first, emptiest host first. Most domains need no packing: a machine of size
/// <c>m</c> finds no place only where every host has less than <c>m</c> left, so any order of placing succeeds while the lost
/// memory is at most Σ max(0, free − m), with <c>m</c> the largest lost machine.</remarks>
internal static class SpareCheck
{
    /// <summary>What could not be restarted, in one sentence; null when everything could.</summary>
    /// <param name="fleet">All hosts, which say whether fault domains mean anything.</param>
    /// <param name="running">Hosts that run; those that receive nothing lose machines but take none.</param>
    /// <param name="machinesOn">The machines that run on each host.</param>
    /// <param name="policy">Overcommit, and how many domains may be lost at once.</param>
    public static string? Missing(
        FleetSnapshot fleet, List<Host> running, ILookup<HostId, VirtualMachine> machinesOn, Policy policy)
    {
        if (policy.SpareFaultDomains <= 0)
        {
            return null;
        }

        var domains = Domains(fleet, running, machinesOn, policy);
        var heaviest = domains.OrderByDescending(domain => domain.Used).ThenBy(domain => domain.Name, StringComparer.Ordinal)
            .Take(policy.SpareFaultDomains).ToList();
        var surplus = new Dictionary<long, long>();
        foreach (var domain in domains)
        {
            List<Domain> lost = [domain, .. heaviest.Where(one => one != domain).Take(policy.SpareFaultDomains - 1)];
            if (!FitsForSure(lost, domains, surplus) && FirstUnplaced(lost, domains) is { } unplaced)
            {
                return $"If {string.Join(" and ", lost.Select(one => $"'{one.Name}'"))} were lost, '{unplaced}' could not be " +
                    "restarted.";
            }
        }

        return null;
    }

    /// <summary>Whether everything could be restarted for sure, without packing anything. Also true for every placement that
    /// takes less memory on each host, in machines that are no larger.</summary>
    public static bool IsSure(
        FleetSnapshot fleet, List<Host> running, ILookup<HostId, VirtualMachine> machinesOn, Policy policy)
    {
        if (policy.SpareFaultDomains <= 0)
        {
            return true;
        }

        var domains = Domains(fleet, running, machinesOn, policy);
        var heaviest = domains.OrderByDescending(domain => domain.Used).Take(policy.SpareFaultDomains).ToList();
        long largest = domains.Count > 0 ? domains.Max(domain => domain.Largest) : 0;
        long everywhere = domains.Sum(domain => domain.Surplus(largest));

        // Which domains are the heaviest differs from state to state: any of them may be lost with the heaviest of all.
        long most = heaviest.Sum(domain => domain.Used);
        long leastLeft = everywhere - domains.Select(domain => domain.Surplus(largest)).OrderDescending()
            .Take(policy.SpareFaultDomains).Sum();

        return most <= leastLeft;
    }

    private static List<Domain> Domains(
        FleetSnapshot fleet, List<Host> running, ILookup<HostId, VirtualMachine> machinesOn, Policy policy)
    {
        // Where all hosts share one domain, nothing could ever absorb its loss: then each host counts by itself.
        bool hasSeveral = fleet.Hosts.Select(host => host.FaultDomain).Distinct().Skip(1).Any();
        var domains = new Dictionary<string, Domain>(StringComparer.Ordinal);
        foreach (var host in running)
        {
            string name = host.FaultDomain.Length > 0 && hasSeveral ? host.FaultDomain : host.Id.Value;
            if (!domains.TryGetValue(name, out var domain))
            {
                domains[name] = domain = new Domain(name);
            }

            domain.Add(host, machinesOn[host.Id], policy.MemoryOvercommit);
        }

        return [.. domains.Values];
    }

    private static bool FitsForSure(List<Domain> lost, List<Domain> domains, Dictionary<long, long> surplus)
    {
        long largest = lost.Max(domain => domain.Largest);
        if (!surplus.TryGetValue(largest, out long everywhere))
        {
            surplus[largest] = everywhere = domains.Sum(domain => domain.Surplus(largest));
        }

        return lost.Sum(domain => domain.Used) <= everywhere - lost.Sum(domain => domain.Surplus(largest));
    }

    private static VirtualMachineId? FirstUnplaced(List<Domain> lost, List<Domain> domains)
    {
        long[] left = [.. domains.Where(domain => !lost.Contains(domain)).SelectMany(domain => domain.Free).OrderDescending()];
        foreach (var machine in lost.SelectMany(domain => domain.Machines)
            .OrderByDescending(machine => machine.Memory.Value).ThenBy(machine => machine.Id))
        {
            int at = Array.FindIndex(left, room => room >= machine.Memory.Value);
            if (at < 0)
            {
                return machine.Id;
            }

            left[at] -= machine.Memory.Value;
        }

        return null;
    }

    private sealed class Domain(string name)
    {
        public string Name { get; } = name;

        public List<long> Free { get; } = [];

        public List<VirtualMachine> Machines { get; } = [];

        public long Used { get; private set; }

        public long Largest { get; private set; }

        public void Add(Host host, IEnumerable<VirtualMachine> machines, double overcommit)
        {
            long used = 0;
            foreach (var machine in machines)
            {
                Machines.Add(machine);
                Largest = Math.Max(Largest, machine.Memory.Value);
                used += machine.Memory.Value;
            }

            Used += used;
            if (host.CanReceive)
            {
                Free.Add((long)(host.MemoryCapacity.Value * overcommit) - used);
            }
        }

        public long Surplus(long above) => Free.Sum(free => Math.Max(0, free - above));
    }
}
