using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>The field's standard consolidation test: PlanetLab traces on 800 hosts of two kinds, in the reference
/// simulator's model.</summary>
/// <remarks>CloudSim 3.0.3, power package and PlanetLab examples. Memory limits the start placement only, as there; the
/// planner is shown hosts with enough of it.</remarks>
public static class PlanetLabScenario
{
    /// <summary>Hosts in the reference.</summary>
    public const int ReferenceHosts = 800;

    private const long Mib = 1L << 20;
    private static readonly ProviderId Provider = new("sim");
    private static readonly ClusterId Cluster = new("planetlab");
    private static readonly MemoryBytes PlacementMemory = new(4096 * Mib);
    private static readonly MemoryBytes ShownMemory = new(64 * 1024 * Mib);

    private static readonly HostGeneration G4 = new(
        "HP ProLiant ML110 G4", 2, 1860, 64, 125 * Mib, [86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117]);

    private static readonly HostGeneration G5 = new(
        "HP ProLiant ML110 G5", 2, 2660, 64, 125 * Mib, [93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135]);

    private static readonly (double Mips, long Mib)[] MachineTypes = [(2500, 870), (2000, 1740), (1000, 1740), (500, 613)];

    /// <summary>Sets it up.</summary>
    /// <param name="trace">One machine a row; the type of a machine follows from its position.</param>
    /// <param name="hosts">How many; <see cref="ReferenceHosts"/> to compare with published results.</param>
    /// <param name="repeats">Whether the trace starts again when it ends.</param>
    public static Scenario Create(TraceSet trace, int hosts, bool repeats)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hosts);
        ImmutableArray<Host> fleet = [.. Enumerable.Range(0, hosts).Select(MakeHost)];
        ImmutableArray<VirtualMachine> machines =
            [.. trace.Machines.Select((machine, row) => MakeMachine(machine.Name, row, trace.Machines.Length))];

        return new Scenario
        {
            Name = "planetlab",
            Provider = Provider,
            Start = TraceScenario.DefaultStart - Scenario.StartOffset,
            Hosts = fleet,
            Machines = InitialPlacement.FirstSuitable(fleet, machines, PlacementMemory),
            Workload = new TraceWorkload(trace, [.. machines.Select(machine => machine.Memory)], repeats),
            Physics = PhysicsOptions.Reference,
            SampleInterval = trace.Step,
            HistoryRetention = TimeSpan.FromHours(1),
        };
    }

    private static Host MakeHost(int index)
    {
        var model = index % 2 == 0 ? G4 : G5;
        string name = $"host-{index:0000}";

        return new Host(
            new HostId(name), name, Provider, Cluster, HostState.On, IsInMaintenance: false, model.Cores,
            new CpuMhz(model.Cores * model.CoreMhz), ShownMemory, new BytesPerSecond(model.LinkBytesPerSecond),
            new PowerCurve(model.Watts), FaultDomain: name, model.Name);
    }

    private static VirtualMachine MakeMachine(string name, int row, int count)
    {
        int block = (count + MachineTypes.Length - 1) / MachineTypes.Length;
        var (mips, mib) = MachineTypes[row / block];

        return new VirtualMachine(
            new VirtualMachineId($"vm-{row:0000}"), name, Provider, Cluster, Host: null, PowerState.On, Cores: 1,
            new CpuMhz(mips), new MemoryBytes(mib * Mib), Mobility.Free, Group: null, Pool: null);
    }
}
