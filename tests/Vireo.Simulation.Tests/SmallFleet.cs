using Microsoft.Extensions.Time.Testing;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests;

/// <summary>A few equal hosts and machines whose load a test dictates.</summary>
internal sealed class SmallFleet
{
    public const long Gib = 1L << 30;
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private int _actions;

    public SmallFleet(Scenario scenario)
    {
        Time = new FakeTimeProvider(scenario.Start);
        Hypervisor = new SimulatedHypervisor(scenario, Time);
    }

    public FakeTimeProvider Time { get; }

    public SimulatedHypervisor Hypervisor { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Hosts of two cores and 1000 MHz each; machines of one core, 1000 MHz and 1 GiB, placed in
    /// turn.</summary>
    public static Scenario Scenario(int hosts, int machines, Func<int, long, double> cpu) => new()
    {
        Name = "small",
        Start = Start - Simulation.Scenario.StartOffset,
        Hosts = [.. Enumerable.Range(0, hosts).Select(Host)],
        Machines = [.. Enumerable.Range(0, machines).Select(index => Machine(index, index % hosts))],
        Workload = new DictatedWorkload(machines, cpu),
        Templates = [new SimulatedTemplate(new VmTemplateId("t"), 1, new CpuMhz(1000), new MemoryBytes(Gib), 0)],
    };

    public static Host Host(int index) => new(
        new HostId($"h{index}"), $"h{index}", new ProviderId("sim"), new ClusterId("c"), HostState.On, false, 2,
        new CpuMhz(2000), new MemoryBytes(8 * Gib), new BytesPerSecond(Gib / 8), new PowerCurve([100, 200]),
        $"rack-{index / 2}", "small");

    public static VirtualMachine Machine(int index, int host) => new(
        Vm(index), $"vm{index}", new ProviderId("sim"), new ClusterId("c"), new HostId($"h{host}"), PowerState.On, 1,
        new CpuMhz(1000), new MemoryBytes(Gib), Mobility.Free, null, null);

    public static VirtualMachineId Vm(int index) => new($"vm{index}");

    public static HostId HostName(int index) => new($"h{index}");

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public async Task<ActionId> StartAsync(FleetAction action, long fence = 1)
    {
        var id = new ActionId($"a{_actions++}");
        await Hypervisor.StartAsync(new ActionRequest(id, action, fence, new BytesPerSecond(0)), Token);

        return id;
    }

    public Task<ActionId> MigrateAsync(int machine, int from, int to) =>
        StartAsync(new Migration(Vm(machine), HostName(from), HostName(to)));

    public Task<ActionStatus> QueryAsync(ActionId id) => Hypervisor.QueryAsync(id, Token);

    public async Task<VirtualMachine?> MachineAsync(int index) =>
        (await Hypervisor.ReadInventoryAsync(Token)).VirtualMachines.FirstOrDefault(machine => machine.Id == Vm(index));

    public async Task<Host> HostAsync(int index) =>
        (await Hypervisor.ReadInventoryAsync(Token)).Hosts.Single(host => host.Id == HostName(index));

    public async Task<double[]> MeasuredAsync(EntityId entity, Metric metric) =>
    [
        .. (await Hypervisor.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token))
            .Where(one => one.Series == new SeriesKey(entity, metric))
            .Select(one => one.Value),
    ];

    public sealed class DictatedWorkload(int rows, Func<int, long, double> cpu) : IWorkload
    {
        public int Rows => rows;

        public TimeSpan Step => TimeSpan.FromMinutes(5);

        public long? Samples => null;

        public IReadOnlyList<WorkloadMetric> Metrics { get; init; } = [WorkloadMetric.Cpu];

        public double MemoryRatio { get; init; } = 0.5;

        public double BytesPerSecond { get; init; } = 100;

        public void Read(WorkloadMetric metric, long sample, Span<double> values)
        {
            for (int row = 0; row < rows; row++)
            {
                values[row] = metric switch
                {
                    WorkloadMetric.Cpu => cpu(row, sample),
                    WorkloadMetric.Memory => MemoryRatio,
                    _ => BytesPerSecond,
                };
            }
        }
    }
}
