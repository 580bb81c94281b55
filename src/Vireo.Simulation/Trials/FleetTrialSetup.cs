using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>The fleet, the policy and the request that a trial describes.</summary>
internal static class FleetTrialSetup
{
    /// <summary>Between two samples.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Samples in an hour.</summary>
    public const double SamplesPerHour = 12;

    /// <summary>What every replica and deployed machine is made from.</summary>
    public static readonly VmTemplateId Template = new("t");

    // What expectations about the last hours are judged by.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private const long Gib = 1L << 30;
    private const double CoreMhz = 1_000;
    private const int HostCores = 2;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly ProviderId Provider = new("sim");
    private static readonly ClusterId Cluster = new("trial");

    public static Scenario Scenario(FleetTrial trial)
    {
        // A trial of deployments alone has one machine too, so that there is something to measure.
        TrialLoad[] loads = [.. trial.Groups.Select(group => group.Load ?? trial.Load)];
        loads = loads.Length + trial.Machines.Length > 0 ? loads : [trial.Load];
        double most = loads.Select(load => load.Most).DefaultIfEmpty(1).Max();
        int rows = loads.Length + trial.Machines.Length;

        return new Scenario
        {
            Name = trial.Name,
            Provider = Provider,
            Start = Start - Simulation.Scenario.StartOffset,
            Hosts = [.. Enumerable.Range(0, trial.Hosts).Select(index => Host(index, trial))],
            Machines = [.. loads.Select((_, row) => Member(row, trial)), .. trial.Machines.Select(Machine)],
            Workload = new TrialWorkload(
                rows,
                (row, sample) => row < loads.Length
                    ? loads[row].At(sample / SamplesPerHour, trial.Hours) / most
                    : trial.Machines[row - loads.Length].Cpu.At(sample / SamplesPerHour, trial.Hours),
                (row, sample) => row < loads.Length
                    ? double.NaN
                    : trial.Machines[row - loads.Length].Memory.At(sample / SamplesPerHour, trial.Hours))
            {
                Metrics = trial.Machines.IsEmpty ? [WorkloadMetric.Cpu] : [WorkloadMetric.Cpu, WorkloadMetric.Memory],
            },
            Templates = [new SimulatedTemplate(Template, 1, new CpuMhz(CoreMhz), new MemoryBytes(Gib), 0)],
            Groups = [.. trial.Groups.Select((group, row) => new SimulatedGroup(group.Id, row, new CpuMhz(most)))],
            Faults = trial.Faults,
            HistoryRetention = Remembered,
        };
    }

    public static Policy Policy(FleetTrial trial, int version) => new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = trial.Hosts,
        Consolidate = false,
        Groups = [.. trial.Groups.Select(group => group.ToGroup())],
        Pools = trial.Pools,
        Templates = [Version(version, !trial.Deploy.IsEmpty || trial.Groups.Any(group => group.IsChecked))],
        Resizing = trial.Resizes ? new ResizePolicy() : null,
    };

    public static Deployment Request(FleetTrial trial) => new()
    {
        Id = new DeploymentId("asked"),
        Machines = trial.Deploy,
        RequestedBy = "",
        RequestedAt = Start,
        Deadline = Start + TimeSpan.FromHours(1),
    };

    private static VmTemplate Version(int version, bool isChecked)
    {
        var plain = new VmTemplate(Template, version, Template.Value, 1, new MemoryBytes(Gib));

        return isChecked
            ? plain with
            {
                UserData = "#cloud-config\nhostname: {{machine}}\n",
                Health = new HealthCheck(HealthCheckKind.Tcp, 80, "", TimeSpan.FromMinutes(5)),
            }
            : plain;
    }

    private static Host Host(int index, FleetTrial trial) => new(
        new HostId($"h{index}"), $"h{index}", Provider, Cluster, HostState.On, IsInMaintenance: false, HostCores,
        new CpuMhz(HostCores * CoreMhz), new MemoryBytes(trial.MemoryGib * Gib), new BytesPerSecond(Gib / 8),
        new PowerCurve([100, 200]), $"rack-{index / 2}", "small");

    private static VirtualMachine Member(int row, FleetTrial trial)
    {
        VmGroupId? group = row < trial.Groups.Length ? trial.Groups[row].Id : null;

        return Made(new VirtualMachineId($"vm{row}"), row % trial.Hosts, 1, 1) with { Group = group };
    }

    private static VirtualMachine Machine(TrialMachine machine) =>
        Made(machine.Id, machine.Host, machine.Cores, machine.MemoryGib) with { Live = LiveResize.All };

    private static VirtualMachine Made(VirtualMachineId id, int host, int cores, int gib) => new(
        id, id.Value, Provider, Cluster, new HostId($"h{host}"), PowerState.On, cores, new CpuMhz(cores * CoreMhz),
        new MemoryBytes(gib * Gib), Mobility.Free, Group: null, Pool: null);
}
