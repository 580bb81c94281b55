using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Adapters.Libvirt;

/// <summary>Turns pools into what a kernel knows: a weight for each machine on its host, and a cap where a pool above
/// it has a limit. A pure function of the pools, the machines and what they want.</summary>
/// <remarks>On a host that is short, weights give each machine what the division of that host entitles it to; where
/// nothing is short they hold nobody back. Machines outside of all pools keep the weight that they have, and the
/// others are weighed against them.</remarks>
internal static class PoolTuning
{
    // The kernel takes 2 to 262,144 (cgroup v1) or 1 to 10,000 (v2).
    private const double LeastShares = 2;
    private const double MostShares = 10_000;

    // The least quota that the kernel takes, in microseconds.
    private const double LeastQuota = 1_000;

    /// <summary>What each machine in a pool gets.</summary>
    /// <param name="pools">In force.</param>
    /// <param name="machines">All that run, in pools or not.</param>
    /// <param name="hosts">Capacity of each host, and megahertz of one of its processors.</param>
    public static Dictionary<VirtualMachineId, MachineTuning> Of(
        IReadOnlyList<PoolSetting> pools, ImmutableArray<PooledMachine> machines,
        IReadOnlyDictionary<HostId, (double Capacity, double CoreMhz)> hosts)
    {
        var members = pools.SelectMany(pool => pool.VirtualMachines).ToHashSet();
        double[] cpu = Caps(pools, machines, PoolResource.Cpu);
        double[] network = Caps(pools, machines, PoolResource.Network);
        double[] disk = Caps(pools, machines, PoolResource.Disk);
        double[] entitled = EntitledTo(pools, machines, hosts, cpu);
        var tunings = new Dictionary<VirtualMachineId, MachineTuning>();
        foreach (var host in machines.Index().GroupBy(machine => machine.Item.Host))
        {
            double rate = SharesPerMhz(host.Where(machine => !members.Contains(machine.Item.Id)), entitled, hosts[host.Key].Capacity);
            foreach (var (index, machine) in host.Where(machine => members.Contains(machine.Item.Id)))
            {
                double shares = Math.Clamp(entitled[index] * rate * machine.Correction, LeastShares, MostShares);
                tunings[machine.Id] = new MachineTuning(
                    entitled[index],
                    new CpuTuning((long)Math.Round(shares), QuotaOf(cpu[index], machine, hosts[host.Key].CoreMhz)),
                    double.IsFinite(network[index])
                        ? (network[index] * machine.Received, network[index] * (1 - machine.Received))
                        : null,
                    double.IsFinite(disk[index]) ? disk[index] : null);
            }
        }

        return tunings;
    }

    private static double[] Caps(
        IReadOnlyList<PoolSetting> pools, ImmutableArray<PooledMachine> machines, PoolResource resource) => LimitDivision.Of(
        pools, resource, [.. machines.Select(machine => machine.Id)],
        [.. machines.Select(machine => machine.Wants[(int)resource])], [.. machines.Select(machine => machine.CpuMhz)]);

    // What each would get on its host if all wanted at once what they may want before the next look.
    private static double[] EntitledTo(
        IReadOnlyList<PoolSetting> pools, ImmutableArray<PooledMachine> machines,
        IReadOnlyDictionary<HostId, (double Capacity, double CoreMhz)> hosts, double[] caps)
    {
        var enforcement = new PoolEnforcement();
        var index = machines.Index().ToDictionary(machine => machine.Item.Id, machine => machine.Index);
        foreach (var pool in pools)
        {
            enforcement.Set(pool, [.. pool.VirtualMachines.Where(index.ContainsKey).Select(machine => index[machine])]);
        }

        double[] wants = [.. machines.Select((machine, at) => Math.Min(machine.Wants[(int)PoolResource.Cpu], caps[at]))];
        enforcement.Ask(PoolResource.Cpu, machine => wants[machine]);
        double[] entitled = new double[machines.Length];
        foreach (var host in machines.Index().GroupBy(machine => machine.Item.Host))
        {
            int[] residents = [.. host.Select(machine => machine.Index)];
            double[] cuts = new double[residents.Length];
            enforcement.Divide(
                PoolResource.Cpu, hosts[host.Key].Capacity, residents, [.. residents.Select(resident => wants[resident])],
                [.. host.Select(machine => machine.Item.CpuMhz)], cuts);
            for (int i = 0; i < residents.Length; i++)
            {
                entitled[residents[i]] = wants[residents[i]] * cuts[i];
            }
        }

        return entitled;
    }

    // Half of what the kernel takes where nobody is outside, so that there is room to correct upwards.
    private static double SharesPerMhz(
        IEnumerable<(int Index, PooledMachine Item)> outside, double[] entitled, double capacity)
    {
        double shares = 0;
        double mhz = 0;
        foreach (var (index, machine) in outside)
        {
            shares += machine.Cpu.Shares;
            mhz += entitled[index];
        }

        return shares > 0 && mhz > 0 ? shares / mhz : MostShares / 2 / capacity;
    }

    private static long? QuotaOf(double cap, PooledMachine machine, double coreMhz) => cap < machine.CpuMhz
        ? (long)Math.Round(Math.Max(LeastQuota, cap / coreMhz * CpuTuning.Period))
        : null;
}
