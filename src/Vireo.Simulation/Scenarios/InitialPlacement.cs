using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Where machines run when a scenario begins. Places by configured size; what fits nowhere starts switched
/// off.</summary>
public static class InitialPlacement
{
    /// <summary>Each machine on the first host with room for all its CPU and memory: the reference model's
    /// rule.</summary>
    /// <param name="hosts">In order of preference.</param>
    /// <param name="machines">In order of arrival.</param>
    /// <param name="hostMemory">Memory that counts for this; hosts may report more to the planner.</param>
    public static ImmutableArray<VirtualMachine> FirstSuitable(
        ImmutableArray<Host> hosts, ImmutableArray<VirtualMachine> machines, MemoryBytes hostMemory)
    {
        double[] cpu = [.. hosts.Select(host => host.CpuCapacity.Value)];
        long[] memory = [.. hosts.Select(_ => hostMemory.Value)];

        return
        [
            .. machines.Select(machine =>
                Take(machine, hosts, cpu, memory, FirstWithRoom(machine, hosts, cpu, memory))),
        ];
    }

    /// <summary>Each machine on the host whose memory is taken least, ties to the first.</summary>
    public static ImmutableArray<VirtualMachine> LeastLoaded(
        ImmutableArray<Host> hosts, ImmutableArray<VirtualMachine> machines)
    {
        double[] cpu = [.. hosts.Select(_ => double.PositiveInfinity)];
        long[] memory = [.. hosts.Select(host => host.MemoryCapacity.Value)];

        return [.. machines.Select(machine => Take(machine, hosts, cpu, memory, Emptiest(machine, hosts, memory)))];
    }

    private static int FirstWithRoom(
        VirtualMachine machine, ImmutableArray<Host> hosts, double[] cpu, long[] memory)
    {
        for (int host = 0; host < hosts.Length; host++)
        {
            double perCore = machine.CpuCapacity.Value / machine.Cores;
            if (hosts[host].CpuPerCore.Value >= perCore
                && cpu[host] >= machine.CpuCapacity.Value
                && memory[host] >= machine.Memory.Value)
            {
                return host;
            }
        }

        return -1;
    }

    private static int Emptiest(VirtualMachine machine, ImmutableArray<Host> hosts, long[] memory)
    {
        int best = -1;
        double bestRoom = -1;
        for (int host = 0; host < hosts.Length; host++)
        {
            double room = (double)memory[host] / hosts[host].MemoryCapacity.Value;
            if (hosts[host].CanReceive && memory[host] >= machine.Memory.Value && room > bestRoom)
            {
                (best, bestRoom) = (host, room);
            }
        }

        return best;
    }

    private static VirtualMachine Take(
        VirtualMachine machine, ImmutableArray<Host> hosts, double[] cpu, long[] memory, int host)
    {
        if (host < 0)
        {
            return machine with { Host = null, State = PowerState.Off };
        }

        cpu[host] -= machine.CpuCapacity.Value;
        memory[host] -= machine.Memory.Value;

        return machine with { Host = hosts[host].Id };
    }
}
