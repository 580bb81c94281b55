using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Physics;

public class ProviderTests
{
    private readonly SmallFleet _fleet = new(SmallFleet.Scenario(hosts: 3, machines: 2, (_, _) => 0.5));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starting_one_action_twice_starts_it_once()
    {
        var request = new ActionRequest(
            new ActionId("x"), new Migration(SmallFleet.Vm(0), SmallFleet.HostName(0), SmallFleet.HostName(1)), 1,
            new BytesPerSecond(0));

        await _fleet.Hypervisor.StartAsync(request, Token);
        await _fleet.Hypervisor.StartAsync(request, Token);
        _fleet.Advance(100);
        await _fleet.Hypervisor.StartAsync(request, Token);

        Assert.Equal(1, _fleet.Hypervisor.ReadMetrics().Migrations);
    }

    [Fact]
    public async Task An_action_of_a_stale_leader_is_refused()
    {
        await _fleet.StartAsync(new EnterMaintenance(SmallFleet.HostName(2)), fence: 7);

        await Assert.ThrowsAsync<ProviderException>(
            () => _fleet.StartAsync(new ExitMaintenance(SmallFleet.HostName(2)), fence: 6));
        await _fleet.StartAsync(new ExitMaintenance(SmallFleet.HostName(2)), fence: 7);
    }

    [Fact]
    public async Task An_action_that_was_never_seen_is_unknown()
    {
        Assert.Equal(ActionPhase.Unknown, (await _fleet.QueryAsync(new ActionId("never"))).Phase);
    }

    [Fact]
    public async Task A_host_in_maintenance_receives_nothing_and_keeps_what_it_has()
    {
        await _fleet.StartAsync(new EnterMaintenance(SmallFleet.HostName(1)));

        await Assert.ThrowsAsync<ProviderException>(() => _fleet.MigrateAsync(0, from: 0, to: 1));
        Assert.Equal(PowerState.On, (await _fleet.MachineAsync(1))!.State);
    }

    [Fact]
    public async Task A_host_takes_its_time_to_start_and_draws_full_power_meanwhile()
    {
        _fleet.Advance(301);
        await Assert.ThrowsAsync<ProviderException>(() => _fleet.StartAsync(new PowerOffHost(SmallFleet.HostName(0))));
        await _fleet.StartAsync(new PowerOffHost(SmallFleet.HostName(2)));
        _fleet.Advance(31);
        Assert.Equal(HostState.Off, (await _fleet.HostAsync(2)).State);
        double before = _fleet.Hypervisor.ReadMetrics().EnergyKilowattHours;

        await _fleet.StartAsync(new PowerOnHost(SmallFleet.HostName(2)));
        Assert.Equal(HostState.PoweringOn, (await _fleet.HostAsync(2)).State);
        _fleet.Advance(120);

        Assert.Equal(HostState.On, (await _fleet.HostAsync(2)).State);
        double spent = (_fleet.Hypervisor.ReadMetrics().EnergyKilowattHours - before) * 3.6e6;
        Assert.Equal((125.0 * 2 * 121) + (200 * 120), spent, 1e-9 + (125 * 2 * 2));
    }

    [Fact]
    public async Task Machines_are_created_resized_and_deleted()
    {
        await _fleet.StartAsync(new CreateVirtualMachine(SmallFleet.Vm(9), new VmTemplateId("t"), SmallFleet.HostName(2)));
        Assert.Equal(PowerState.Creating, (await _fleet.MachineAsync(9))!.State);
        _fleet.Advance(21);
        Assert.Equal(PowerState.On, (await _fleet.MachineAsync(9))!.State);

        await _fleet.StartAsync(new ResizeVirtualMachine(SmallFleet.Vm(9), 2, new MemoryBytes(3 * SmallFleet.Gib)));
        var resized = (await _fleet.MachineAsync(9))!;
        Assert.Equal((2, 2000.0, 3 * SmallFleet.Gib), (resized.Cores, resized.CpuCapacity.Value, resized.Memory.Value));
        _fleet.Advance(300);
        Assert.NotEmpty(await _fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(9)), Metric.CpuUsage));

        await _fleet.StartAsync(new DeleteVirtualMachine(SmallFleet.Vm(9)));
        Assert.Null(await _fleet.MachineAsync(9));
        await Assert.ThrowsAsync<ProviderException>(
            () => _fleet.StartAsync(new PowerOffVirtualMachine(SmallFleet.Vm(9))));
    }

    [Fact]
    public async Task A_stopped_machine_measures_nothing_and_can_be_started_again()
    {
        await _fleet.StartAsync(new PowerOffVirtualMachine(SmallFleet.Vm(0)));
        _fleet.Advance(301);
        Assert.Empty(await _fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(0)), Metric.CpuUsage));
        await Assert.ThrowsAsync<ProviderException>(() => _fleet.StartAsync(new PowerOffVirtualMachine(SmallFleet.Vm(0))));

        await _fleet.StartAsync(new PowerOnVirtualMachine(SmallFleet.Vm(0), SmallFleet.HostName(1)));
        _fleet.Advance(300);

        Assert.Single(await _fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(0)), Metric.CpuUsage));
    }

    [Fact]
    public async Task Missed_intervals_can_be_fetched_later_as_far_back_as_history_is_kept()
    {
        var scenario = SmallFleet.Scenario(1, 1, (_, _) => 0.5) with { HistoryRetention = TimeSpan.FromMinutes(30) };
        var fleet = new SmallFleet(scenario);

        fleet.Advance(3 * 3600);
        var kept = await fleet.Hypervisor.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token);
        var recent = await fleet.Hypervisor.ReadMeasurementsAsync(fleet.Time.GetUtcNow() - TimeSpan.FromMinutes(12), Token);

        var times = kept.Select(one => one.At).Distinct().Order().ToArray();
        Assert.Equal(7, times.Length);
        Assert.Equal(SmallFleet.Start + TimeSpan.FromHours(3) - TimeSpan.FromMinutes(5.0 + (0.1 / 60)), times[^1]);
        Assert.Equal(2, recent.Select(one => one.At).Distinct().Count());
    }

    [Fact]
    public async Task Traffic_is_counted_up_and_memory_beyond_the_hosts_is_ballooned_and_swapped()
    {
        var scenario = SmallFleet.Scenario(1, 12, (_, _) => 0.1) with
        {
            Workload = new SmallFleet.DictatedWorkload(12, (_, _) => 0.1)
            {
                Metrics = Enum.GetValues<WorkloadMetric>(),
                MemoryRatio = 1,
            },
        };
        var fleet = new SmallFleet(scenario);

        fleet.Advance(901);

        double[] received = await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(0)), Metric.NetworkReceived);
        Assert.Equal([30_010, 60_010, 90_010], received);
        double ballooned = (await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(0)), Metric.MemoryBallooned))[^1];
        double swapped = (await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(0)), Metric.MemorySwapped))[^1];

        // Twelve GiB are wanted, eight are there: a third of each machine has to go.
        Assert.Equal(0.3 * SmallFleet.Gib, ballooned, 1.0);
        Assert.Equal(SmallFleet.Gib / 3.0, ballooned + swapped, 2.0);
    }

    [Fact]
    public async Task Events_tell_what_happened_after_an_instant()
    {
        await _fleet.MigrateAsync(0, from: 0, to: 1);
        _fleet.Advance(60);
        var between = _fleet.Time.GetUtcNow();
        _fleet.Advance(1);
        _fleet.Hypervisor.Inject(FaultKind.HostFails, "h2", TimeSpan.Zero);

        var all = await _fleet.Hypervisor.ReadEventsAsync(DateTimeOffset.MinValue, Token);
        var later = await _fleet.Hypervisor.ReadEventsAsync(between, Token);

        Assert.Contains(all, happened => happened.Kind == FleetEventKind.Moved);
        Assert.Equal([FleetEventKind.Failed], later.Select(happened => happened.Kind));
    }
}
