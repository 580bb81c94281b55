using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Generates the demonstration fleet: same options, same fleet.</summary>
public static class DemoScenario
{
    private const int Racks = 4;
    private const int LargestRack = 10;
    private const double MachineCoreMhz = 2400;
    private const long Gib = 1L << 30;
    private const string BusiestHost = "";
    private static readonly ProviderId Provider = new("sim");
    private static readonly ClusterId Cluster = new("demo");
    private static readonly VmTemplateId WebSmall = new("web-small");
    private static readonly int[] CoreChoices = [1, 2, 2, 2, 4, 4, 4, 8];
    private static readonly int[] GibPerCore = [2, 2, 4, 4];

    private static readonly HostGeneration[] Generations =
    [
        new("Gen1 2×8", 16, 2400, 128, 1.25e9, [95, 122, 142, 160, 177, 195, 216, 240, 268, 298, 330]),
        new("Gen2 2×12", 24, 2600, 256, 1.25e9, [88, 124, 150, 172, 193, 215, 240, 268, 300, 335, 372]),
        new("Gen3 1×32", 32, 2900, 512, 3.125e9, [80, 118, 146, 170, 192, 214, 238, 265, 296, 330, 366]),
    ];

    /// <summary>Generates it.</summary>
    public static Scenario Create(DemoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Hosts);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Machines);
        var random = new SeededRandom(options.Seed);
        ImmutableArray<Host> hosts = [.. Enumerable.Range(0, options.Hosts).Select(index => MakeHost(index, options.Hosts))];
        ImmutableArray<GeneratedMachine> habits = [.. Enumerable.Range(0, options.Machines).Select(i => Habits(i, random))];
        ImmutableArray<VirtualMachine> machines = [.. habits.Select((habit, i) => MakeMachine(i, habit, random))];

        return new Scenario
        {
            Name = "demo",
            Provider = Provider,
            Start = options.Start - Scenario.StartOffset,
            Hosts = hosts,
            Machines = InitialPlacement.LeastLoaded(hosts, machines),
            Workload = new GeneratedWorkload(habits, options.Seed),
            Faults = Faults(options, habits),
            SampleInterval = options.SampleInterval,
            Templates =
            [
                new SimulatedTemplate(
                    WebSmall, 2, new CpuMhz(2 * MachineCoreMhz), new MemoryBytes(4 * Gib), 2),
            ],
        };
    }

    private static Host MakeHost(int index, int count)
    {
        // Small fleets have small racks, so that the loss of one can be absorbed.
        int rackSize = Math.Clamp((count + Racks - 1) / Racks, 1, LargestRack);
        var generation = Generations[index % Generations.Length];

        return new Host(
            new HostId($"host-{index:00}"), $"host-{index:00}", Provider, Cluster, HostState.On, IsInMaintenance: false,
            generation.Cores, new CpuMhz(generation.Cores * generation.CoreMhz), new MemoryBytes(generation.Gib * Gib),
            new BytesPerSecond(generation.LinkBytesPerSecond), new PowerCurve(generation.Watts),
            $"rack-{index / rackSize}", generation.Name);
    }

    private static GeneratedMachine Habits(int index, SeededRandom random)
    {
        var behaviour = (MachineBehaviour)(index % 5);
        double peak = random.Between(0.45, 0.85);

        return new GeneratedMachine(
            behaviour,
            Base: behaviour == MachineBehaviour.Steady ? random.Between(0.1, 0.3) : random.Between(0.02, 0.08),
            Peak: behaviour == MachineBehaviour.Steady ? random.Between(0.35, 0.6) : peak,
            ShiftHours: random.Between(-1, 1),
            Noise: random.Between(0.02, 0.08),
            MemoryBase: random.Between(0.35, 0.75),
            BytesPerSecond: random.Between(1e5, 2e7));
    }

    private static VirtualMachine MakeMachine(int index, GeneratedMachine habits, SeededRandom random)
    {
        int cores = CoreChoices[random.NextInt(CoreChoices.Length)];
        long gib = cores * GibPerCore[random.NextInt(GibPerCore.Length)];
        string kind = habits.Behaviour switch
        {
            MachineBehaviour.OfficeDay => "office",
            MachineBehaviour.BatchNight => "batch",
            MachineBehaviour.Web => "web",
            MachineBehaviour.Steady => "steady",
            _ => "bursty",
        };
        // Three web machines serve one site together.
        VmGroupId? group = kind == "web" ? new VmGroupId($"site-{index / 15:00}") : null;

        return new VirtualMachine(
            new VirtualMachineId($"vm-{index:0000}"), $"{kind}-{index / 5:000}", Provider, Cluster, Host: null,
            PowerState.On, cores, new CpuMhz(cores * MachineCoreMhz), new MemoryBytes(gib * Gib),
            index % 97 == 96 ? Mobility.Fixed("it owns a passed-through device") : Mobility.Free, group, Pool: null)
        {
            Tags = new TagSet(kind),

            // Sites were made from the first version of their template, before Vireo came.
            Template = group is null ? null : WebSmall,
            TemplateVersion = group is null ? null : 1,

            // As guests usually are: they take more while they run, and give nothing back.
            Live = LiveResize.MoreCores | LiveResize.MoreMemory,
        };
    }

    private static ImmutableArray<ScheduledFault> Faults(
        DemoOptions options, ImmutableArray<GeneratedMachine> habits)
    {
        var random = new SeededRandom(options.Seed + 1);
        var faults = ImmutableArray.CreateBuilder<ScheduledFault>();
        if (options.HostErrorsAt is { } errors)
        {
            faults.Add(new ScheduledFault(errors, FaultKind.HostErrors, BusiestHost, options.HostFailsAfter));
            faults.Add(new ScheduledFault(
                errors + options.HostFailsAfter, FaultKind.HostFails, BusiestHost, TimeSpan.Zero));
        }

        if (options.NoisyMachineAt is { } noisy && habits.Length > 0)
        {
            string machine = $"vm-{random.NextInt(habits.Length):0000}";
            faults.Add(new ScheduledFault(noisy, FaultKind.NoisyMachine, machine, options.NoisyFor));
        }

        return faults.ToImmutable();
    }
}
