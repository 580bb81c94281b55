using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Server.Hosting;
using Vireo.Server.Tests.Configuration;
using Vireo.Simulation;
using Vireo.Telemetry.Storage;

namespace Vireo.Server.Tests.Hosting;

/// <summary>A simulated cluster that is stopped and started again on the same data.</summary>
public sealed class SimulatedRestartTests : IDisposable
{
    private const string Configuration = """
        apiVersion: vireo/v1
        kind: Provider
        name: small
        type: simulation
        scenario: demo
        hosts: 6
        vms: 30
        policy: small
        ---
        apiVersion: vireo/v1
        kind: Policy
        name: small
        mode: autopilot
        ---
        apiVersion: vireo/v1
        kind: VmTemplate
        name: web-small
        cores: 2
        memory: 4GiB
        userData: |
          #cloud-config
          hostname: {{machine}}
        health: { type: tcp, port: 80 }
        ---
        apiVersion: vireo/v1
        kind: VmGroup
        name: api
        template: web-small
        minimum: 2
        maximum: 4
        replicas: 3
        ---
        apiVersion: vireo/v1
        kind: ResourcePool
        name: shop
        type: tenant
        cpu: { reservation: 2000 }
        names: ["extra-*"]
        """;

    private static readonly VmGroupId Api = new("api");
    private static readonly VirtualMachineId Extra = new("extra-1");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_deployed_scaled_sized_and_deleted_is_there_after_a_restart_and_nothing_twice()
    {
        var victim = new VirtualMachineId("vm-0007");
        var before = await RunAsync(hours: 2, (hypervisor, loop) =>
        {
            _ = loop.DeployAsync(Request(hypervisor.Scenario.Start), "anna", TestContext.Current.CancellationToken);
            hypervisor.Inject(FaultKind.MachineVanishes, victim.Value, TimeSpan.Zero);
        });

        Assert.Equal(3, before.Count(machine => machine.Group == Api));
        Assert.Contains(before, machine => machine.Id == Extra && machine.Guest == GuestState.Healthy);
        Assert.DoesNotContain(before, machine => machine.Id == victim);

        var after = await RunAsync(hours: 2, (_, _) => { });

        Assert.Equal(Described(before), Described(after));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(16)]
    public async Task Whenever_it_stops_the_deployment_ends_with_one_machine_and_the_group_with_three(int minutes)
    {
        await RunAsync(minutes / 60.0, (hypervisor, loop) =>
            _ = loop.DeployAsync(Request(hypervisor.Scenario.Start), "anna", TestContext.Current.CancellationToken));
        var after = await RunAsync(hours: 2, (_, _) => { });

        Assert.Equal(3, after.Count(machine => machine.Group == Api));
        Assert.All(after.Where(machine => machine.Group == Api), machine => Assert.True(machine.IsServing));
        Assert.Single(after, machine => machine.Id == Extra && machine.IsServing);
        Assert.Equal(30 + 3 + 1, after.Length);
    }

    [Fact]
    public async Task The_server_decides_at_once_when_something_cannot_wait_and_then_goes_on_by_the_clock()
    {
        DateTimeOffset asked = default;
        IClusterOperations? asking = null;
        await RunAsync(hours: 0.5, (hypervisor, loop) =>
        {
            asking = loop;
            asked = hypervisor.Scenario.Start + TimeSpan.FromMinutes(11);
        }, async (time, cancel) =>
        {
            await Task.Delay(asked - time.GetUtcNow(), time, cancel);
            _ = asking!.DeployAsync(Request(asked), "anna", cancel);
        });

        var early = Assert.Single(((ClusterLoop)asking!).State.Timeline, happened => happened.Message.StartsWith("Decides early: ", StringComparison.Ordinal));
        Assert.Equal("Decides early: Deployment 'extra' was asked for by anna.", early.Message);
        Assert.InRange(early.At - asked, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_clock_that_stands_between_two_milliseconds_does_not_stop_the_loop()
    {
        IClusterOperations? loop = null;
        await RunAsync(hours: 1, (_, running) => loop = running, offset: TimeSpan.FromTicks(2_345));

        Assert.InRange(((ClusterLoop)loop!).State.Cycle, 10, 13);
    }

    private static List<string> Described(ImmutableArray<VirtualMachine> machines) =>
    [
        .. machines.Select(machine =>
            $"{machine.Id} {machine.State} {machine.Guest} {machine.Cores} {machine.Memory} {machine.CpuCapacity} {machine.Group} " +
            $"{machine.Template}@{machine.TemplateVersion} {machine.Deployment}"),
    ];

    private static Deployment Request(DateTimeOffset at) => new()
    {
        Id = new DeploymentId("extra"),
        Machines = [new DeployedMachine(Extra, new VmTemplateId("web-small"))],
        RequestedBy = "",
        RequestedAt = at,
        Deadline = at + TimeSpan.FromHours(1),
    };

    // The same cluster as the server's, on the same file, in virtual time.
    private async Task<ImmutableArray<VirtualMachine>> RunAsync(
        double hours, Action<SimulatedHypervisor, IClusterOperations> atFirst, Func<TimeProvider, CancellationToken, Task>? meanwhile = null,
        TimeSpan offset = default)
    {
        var configuration = Loading.Valid(Configuration);
        var provider = configuration.Providers.Single();
        using var state = StateStore.Open(Path.Combine(_folder.Path, "state.db"));
        await using var telemetry = new InMemoryTelemetryStore();
        var scenario = SimulatedScenario.Create(provider, configuration.PolicyOf(provider), state);
        var time = new VirtualTimeline(scenario.Start + offset);
        var hypervisor = new SimulatedHypervisor(scenario, time);
        var runtime = new ClusterRuntime(
            new ClusterLoopOptions { Cluster = new ClusterId(provider.Name), CycleInterval = scenario.SampleInterval },
            configuration.PolicyOf(provider), [new ConnectedProvider(hypervisor, hypervisor)], telemetry, state,
            new ForecastOptions(), time, NullLoggerFactory.Instance);
        time.Run(
            async cancel =>
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                var running = runtime.RunAsync(stop.Token);
                atFirst(hypervisor, runtime.Loop);
                await (meanwhile?.Invoke(time, cancel) ?? Task.CompletedTask);
                await Task.Delay(TimeSpan.FromHours(hours), time, cancel);
                await stop.CancelAsync();
                await running;
            },
            TestContext.Current.CancellationToken);

        return (await hypervisor.ReadInventoryAsync(TestContext.Current.CancellationToken)).VirtualMachines;
    }
}
