using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Physics;

/// <summary>Faults that take part of what hosts and machines can do, and what they leave in metrics, logs and
/// events.</summary>
public class ImpairmentTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stalled_host_only_complains_at_first_and_then_makes_its_machines_wait()
    {
        var fleet = Fleet(FaultKind.HostStalls, "h0", Hour);

        fleet.Advance(900);
        Assert.All(await fleet.MeasuredAsync(Machine(0), Metric.CpuReady), ready => Assert.Equal(0, ready));
        Assert.Contains(
            await LogAsync(fleet), line => line.Text.StartsWith("ipmi_si: BMC does not respond", StringComparison.Ordinal));

        fleet.Advance(900);
        Assert.InRange((await fleet.MeasuredAsync(Machine(0), Metric.CpuReady))[^1], 0.5, 1);
        Assert.All(await fleet.MeasuredAsync(Machine(1), Metric.CpuReady), ready => Assert.Equal(0, ready));

        fleet.Advance(3_600);
        Assert.Equal(0, (await fleet.MeasuredAsync(Machine(0), Metric.CpuReady))[^1]);
    }

    [Fact]
    public async Task A_flapping_link_loses_packets_and_counts_errors_until_it_is_over()
    {
        var fleet = Fleet(FaultKind.LinkFlaps, "h0", Hour);

        fleet.Advance(1_801);
        double[] errors = await fleet.MeasuredAsync(EntityId.Of(SmallFleet.HostName(0)), Metric.ErrorCount);
        Assert.InRange((await fleet.MeasuredAsync(Machine(0), Metric.PacketLoss))[^1], 0.05, 0.8);
        Assert.True(errors[^1] > errors[0]);

        fleet.Advance(3_600);
        Assert.Equal(0, (await fleet.MeasuredAsync(Machine(0), Metric.PacketLoss))[^1]);
    }

    [Fact]
    public async Task A_dead_switch_takes_its_rack_out_of_reach_and_gives_it_back()
    {
        var fleet = Fleet(FaultKind.SwitchFails, "rack-0", Hour);

        fleet.Advance(600);
        Assert.Equal(HostState.Unreachable, (await fleet.HostAsync(0)).State);
        Assert.Equal(HostState.Unreachable, (await fleet.HostAsync(1)).State);
        Assert.Equal(HostState.On, (await fleet.HostAsync(2)).State);

        fleet.Advance(3_600);
        Assert.Equal(HostState.On, (await fleet.HostAsync(0)).State);
    }

    [Fact]
    public async Task A_clock_that_jumps_stamps_the_host_and_its_machines_alone()
    {
        var fleet = Fleet(FaultKind.ClockJumps, "h0", Hour);

        fleet.Advance(901);
        var measured = await fleet.Hypervisor.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token);

        DateTimeOffset now = fleet.Time.GetUtcNow();

        Assert.True(measured.Last(one => one.Series.Entity == Machine(0)).At > now + Hour);
        Assert.All(measured.Where(one => one.Series.Entity == Machine(1)), one => Assert.True(one.At <= now));
    }

    [Fact]
    public async Task A_slow_datastore_slows_those_whose_disks_lie_on_it_and_the_hosts_say_so()
    {
        var fleet = Fleet(FaultKind.DatastoreSlows, "ds-0", Hour);

        fleet.Advance(1_201);
        double slow = (await fleet.MeasuredAsync(Machine(0), Metric.ResponseTime))[^1];
        double usual = (await fleet.MeasuredAsync(Machine(1), Metric.ResponseTime))[^1];

        Assert.True(slow > 4 * usual);
        Assert.Contains(await LogAsync(fleet), line => line.Entity.Kind == EntityKind.Host
            && line.Text.Contains("ds-0 performance", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_fills_steadily_is_full_when_due_and_then_requests_fail()
    {
        var fleet = Fleet(FaultKind.DiskFills, "vm0", Hour);

        fleet.Advance(4_200);
        double[] use = await fleet.MeasuredAsync(Machine(0), Metric.FileSystemUsage);

        Assert.True(use.Zip(use.Skip(1)).All(pair => pair.First <= pair.Second));
        Assert.Equal(1, use[^1]);
        Assert.True((await fleet.MeasuredAsync(Machine(0), Metric.ErrorRate))[^1] > 0.3);
        Assert.Contains(
            await LogAsync(fleet), line => line.Text.Contains("No space left on device", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_leak_ends_with_the_process_that_leaks()
    {
        var fleet = Fleet(FaultKind.MemoryLeaks, "vm0", Hour);

        fleet.Advance(6_000);
        double[] used = await fleet.MeasuredAsync(Machine(0), Metric.MemoryUsage);

        Assert.True(used.Max() > 0.9 * SmallFleet.Gib);
        Assert.InRange(used[^1], 0.4 * SmallFleet.Gib, 0.7 * SmallFleet.Gib);
        Assert.True((await fleet.MeasuredAsync(Machine(0), Metric.OutOfMemoryKills))[^1] >= 1);
    }

    [Theory]
    [InlineData(FaultKind.NamesUnresolved, "", 0.2)]
    [InlineData(FaultKind.BadDeployment, "service-0", 0.05)]
    public async Task Requests_fail_at_once(FaultKind kind, string target, double least)
    {
        var fleet = Fleet(kind, target, Hour);

        fleet.Advance(901);

        Assert.True((await fleet.MeasuredAsync(Machine(0), Metric.ErrorRate))[^1] > least);
    }

    [Fact]
    public async Task A_certificate_warns_before_it_runs_out()
    {
        var fleet = Fleet(FaultKind.CertificateExpires, "service-0", Hour);

        fleet.Advance(1_500);
        Assert.Equal(0, (await fleet.MeasuredAsync(Machine(0), Metric.ErrorRate))[^1]);
        Assert.Contains(
            await LogAsync(fleet), line => line.Text.Contains("certificate will expire", StringComparison.Ordinal));

        fleet.Advance(1_200);
        Assert.True((await fleet.MeasuredAsync(Machine(0), Metric.ErrorRate))[^1] > 0.5);
    }

    [Fact]
    public async Task Without_a_licence_nothing_is_started()
    {
        var fleet = Fleet(FaultKind.LicenceExpires, "", Hour);
        fleet.Advance(2_400);

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => fleet.StartAsync(
            new CreateVirtualMachine(new VirtualMachineId("new"), new VmTemplateId("t"), SmallFleet.HostName(0))));

        Assert.Contains("licence has expired", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleets_without_agents_write_no_logs()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(2, 2, (_, _) => 0.5));

        fleet.Advance(901);

        Assert.Empty(await LogAsync(fleet));
        Assert.Empty(await fleet.MeasuredAsync(Machine(0), Metric.FileSystemUsage));
    }

    // Machines 0 and 2 are on host 0, one service each and a datastore each; the fault strikes after two minutes.
    private static SmallFleet Fleet(FaultKind kind, string target, TimeSpan duration)
    {
        Scenario scenario = SmallFleet.Scenario(hosts: 4, machines: 8, (_, _) => 0.4);

        return new(scenario with
        {
            HasAgents = true,
            Workload = new SmallFleet.DictatedWorkload(8, (_, _) => 0.4)
            {
                Metrics =
                    [WorkloadMetric.Cpu, WorkloadMetric.Memory, WorkloadMetric.NetworkSent, WorkloadMetric.DiskWritten],
            },
            Machines =
            [
                .. scenario.Machines.Select((machine, index) => machine with
                {
                    Group = new VmGroupId($"service-{index}"),
                    Datastore = new DatastoreId($"ds-{index}"),
                }),
            ],
            Faults = [new ScheduledFault(TwoMinutes, kind, target, duration)],
        });
    }

    private static EntityId Machine(int index) => EntityId.Of(SmallFleet.Vm(index));

    private static Task<IReadOnlyList<LogLine>> LogAsync(SmallFleet fleet) =>
        fleet.Hypervisor.ReadLogLinesAsync(DateTimeOffset.MinValue, Token);
}
