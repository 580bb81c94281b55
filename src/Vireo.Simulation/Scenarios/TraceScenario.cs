using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Recorded machines of real sizes on a fleet of one kind of host: Bitbrains traces, or any other.</summary>
public static class TraceScenario
{
    /// <summary>Where a trace says nothing about time, it begins on this Monday.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private const double DefaultCoreMhz = 2600;
    private const double DefaultMemoryBytes = 4.0 * (1L << 30);
    private const int HostsPerRack = 8;
    private const double MemoryFill = 0.7;
    private static readonly ProviderId Provider = new("sim");

    // IBM System x3550 M3, two Xeon X5675, SPECpower as in the reference simulator's tables.
    private static readonly HostGeneration X3550 = new(
        "IBM x3550 M3", 12, 3067, 192, 1.25e9, [58.4, 98, 109, 118, 128, 140, 153, 170, 189, 205, 222]);

    /// <summary>Sets it up.</summary>
    /// <param name="name">The scenario's name, also the cluster's.</param>
    /// <param name="trace">What was recorded.</param>
    /// <param name="hosts">How many hosts; null for as many as hold all configured memory at 70 %.</param>
    /// <param name="repeats">Whether the trace starts again when it ends.</param>
    public static Scenario Create(string name, TraceSet trace, int? hosts, bool repeats)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(trace);
        var cluster = new ClusterId(name);
        ImmutableArray<VirtualMachine> machines =
            [.. trace.Machines.Select((machine, row) => MakeMachine(machine, row, cluster))];
        ImmutableArray<Host> fleet =
            [.. Enumerable.Range(0, hosts ?? Needed(machines)).Select(index => MakeHost(index, cluster))];

        return new Scenario
        {
            Name = name,
            Provider = Provider,
            Start = RoundUp(trace.Start ?? DefaultStart, trace.Step) - Scenario.StartOffset,
            Hosts = fleet,
            Machines = InitialPlacement.LeastLoaded(fleet, machines),
            Workload = new TraceWorkload(trace, [.. machines.Select(machine => machine.Memory)], repeats),
            SampleInterval = trace.Step,
        };
    }

    private static int Needed(ImmutableArray<VirtualMachine> machines)
    {
        double memory = machines.Sum(machine => (double)machine.Memory.Value);

        return Math.Max(2, (int)Math.Ceiling(memory / (X3550.Gib * (double)(1L << 30) * MemoryFill)));
    }

    private static DateTimeOffset RoundUp(DateTimeOffset at, TimeSpan step) =>
        new((at.UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks, TimeSpan.Zero);

    private static Host MakeHost(int index, ClusterId cluster)
    {
        string name = $"host-{index:0000}";

        return new Host(
            new HostId(name), name, Provider, cluster, HostState.On, IsInMaintenance: false, X3550.Cores,
            new CpuMhz(X3550.Cores * X3550.CoreMhz), new MemoryBytes(X3550.Gib << 30),
            new BytesPerSecond(X3550.LinkBytesPerSecond), new PowerCurve(X3550.Watts),
            $"rack-{index / HostsPerRack}", X3550.Name);
    }

    private static VirtualMachine MakeMachine(TraceMachine recorded, int row, ClusterId cluster)
    {
        int cores = recorded.Cores ?? 1;

        return new VirtualMachine(
            new VirtualMachineId($"vm-{row:0000}"), recorded.Name, Provider, cluster, Host: null, PowerState.On, cores,
            new CpuMhz(recorded.CpuMhz ?? (cores * DefaultCoreMhz)),
            new MemoryBytes((long)(recorded.MemoryBytes ?? DefaultMemoryBytes)), Mobility.Free, Group: null, Pool: null);
    }
}
