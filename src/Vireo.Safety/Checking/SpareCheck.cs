using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>Whether the hosts that run could restart the machines of any lost fault domain (S6, S7). Memory decides: a
/// machine that is short of CPU is slow, one without memory does not start.</summary>
/// <remarks>Packs first fit, largest machine first, emptiest host first. Most domains need no packing: a machine of
/// size <c>m</c> finds no place only where every host has less than <c>m</c> left, so any order of placing succeeds
/// while the lost memory is at most Σ max(0, free − m), with <c>m</c> the largest lost machine.</remarks>
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

        var losses = new Losses(Domains(fleet, running, [], machinesOn, policy), policy.SpareFaultDomains);

        return losses.FirstUnplaced();
    }

    /// <summary>Whether everything could be restarted for sure, without packing anything. Also true for every placement
    /// that takes less memory on each host, in machines that are no larger; <paramref name="going"/> are no
    /// refuge.</summary>
    public static bool IsSure(
        FleetSnapshot fleet, List<Host> running, HashSet<HostId> going, ILookup<HostId, VirtualMachine> machinesOn, Policy policy)
    {
        if (policy.SpareFaultDomains <= 0)
        {
            return true;
        }

        return new Losses(Domains(fleet, running, going, machinesOn, policy), policy.SpareFaultDomains).IsSure([], next: 0);
    }

    private static List<Domain> Domains(
        FleetSnapshot fleet, List<Host> running, HashSet<HostId> going, ILookup<HostId, VirtualMachine> machinesOn,
        Policy policy)
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

            domain.Add(host, machinesOn[host.Id], policy.MemoryOvercommit, host.CanReceive && !going.Contains(host.Id));
        }

        return [.. domains.Values];
    }

    /// <summary>Goes through the sets of domains that may be lost at once, leaving out those that fit for
    /// sure.</summary>
    private sealed class Losses
    {
        private readonly List<Domain> _domains;
        private readonly int _count;
        private readonly long _largest;
        private readonly long _everywhere;
        private readonly long[] _mostSurplus;

        public Losses(List<Domain> domains, int count)
        {
            _domains = [.. domains.OrderByDescending(domain => domain.Used).ThenBy(domain => domain.Name, StringComparer.Ordinal)];
            _count = Math.Min(count, domains.Count);
            _largest = domains.Count > 0 ? domains.Max(domain => domain.Largest) : 0;
            _mostSurplus = [.. domains.Select(domain => domain.Surplus(_largest)).OrderDescending()];
            _everywhere = _mostSurplus.Sum();
        }

        public string? FirstUnplaced() => Search([], next: 0);

        // Whatever else is lost together with these: no more memory than the heaviest of the rest, no more room than
        // the roomiest.
        public bool IsSure(List<Domain> lost, int next)
        {
            int others = _count - lost.Count;
            long used = lost.Sum(domain => domain.Used) + _domains.Skip(next).Take(others).Sum(domain => domain.Used);

            return used <= _everywhere - lost.Sum(domain => domain.Surplus(_largest)) - _mostSurplus.Take(others).Sum();
        }

        private string? Search(List<Domain> lost, int next)
        {
            if (lost.Count == _count)
            {
                return Unplaced(lost) is { } machine
                    ? $"If {string.Join(" and ", lost.Select(one => $"'{one.Name}'"))} were lost, '{machine}' could not be restarted."
                    : null;
            }

            for (int i = next; i <= _domains.Count - (_count - lost.Count) && !IsSure(lost, i); i++)
            {
                if (Search([.. lost, _domains[i]], i + 1) is { } found)
                {
                    return found;
                }
            }

            return null;
        }

        private VirtualMachineId? Unplaced(List<Domain> lost)
        {
            var machines = lost.SelectMany(domain => domain.Machines).OrderByDescending(machine => machine.Memory.Value)
                .ThenBy(machine => machine.Id).ToList();
            long largest = machines.Count > 0 ? machines[0].Memory.Value : 0;
            if (lost.Sum(domain => domain.Used + domain.Surplus(largest)) <= _domains.Sum(domain => domain.Surplus(largest)))
            {
                return null;
            }

            long[] left = [.. _domains.Where(domain => !lost.Contains(domain)).SelectMany(domain => domain.Free).OrderDescending()];
            foreach (var machine in machines)
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
    }

    private sealed class Domain(string name)
    {
        public string Name { get; } = name;

        public List<long> Free { get; } = [];

        public List<VirtualMachine> Machines { get; } = [];

        public long Used { get; private set; }

        public long Largest { get; private set; }

        public void Add(Host host, IEnumerable<VirtualMachine> machines, double overcommit, bool isRefuge)
        {
            long used = 0;
            foreach (var machine in machines)
            {
                Machines.Add(machine);
                Largest = Math.Max(Largest, machine.Memory.Value);
                used += machine.Memory.Value;
            }

            Used += used;
            if (isRefuge)
            {
                Free.Add((long)(host.MemoryCapacity.Value * overcommit) - used);
            }
        }

        public long Surplus(long above) => Free.Sum(free => Math.Max(0, free - above));
    }
}
