using CsCheck;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Physics;

public class HostFailureTests
{
    private readonly SmallFleet _fleet = new(SmallFleet.Scenario(hosts: 4, machines: 8, (_, _) => 0.3));

    public HostFailureTests() => _fleet.Advance(301);

    [Fact]
    public async Task A_dead_host_stays_listed_and_its_machines_are_lost_until_they_are_started_elsewhere()
    {
        _fleet.Hypervisor.Inject(FaultKind.HostFails, "h1", TimeSpan.Zero);

        Assert.Equal(HostState.Failed, (await _fleet.HostAsync(1)).State);
        Assert.Equal(PowerState.Failed, (await _fleet.MachineAsync(1))!.State);
        Assert.Equal(PowerState.Failed, (await _fleet.MachineAsync(5))!.State);
        Assert.Equal(PowerState.On, (await _fleet.MachineAsync(0))!.State);

        var id = await _fleet.StartAsync(new PowerOnVirtualMachine(SmallFleet.Vm(1), SmallFleet.HostName(2)));
        _fleet.Advance(30);

        Assert.Equal(ActionPhase.Succeeded, (await _fleet.QueryAsync(id)).Phase);
        var restarted = (await _fleet.MachineAsync(1))!;
        Assert.Equal((PowerState.On, SmallFleet.HostName(2)), (restarted.State, restarted.Host));
    }

    [Fact]
    public async Task Lost_machines_count_as_unserved_demand()
    {
        _fleet.Hypervisor.Inject(FaultKind.HostFails, "h0", TimeSpan.Zero);
        double before = _fleet.Hypervisor.ReadMetrics().UnservedRatio;
        _fleet.Advance(30_000);
        double unserved = _fleet.Hypervisor.ReadMetrics().UnservedRatio;

        Assert.Equal(0, before, 3);
        Assert.InRange(unserved, 0.22, 0.25);
        Assert.Equal(PowerState.Failed, (await _fleet.MachineAsync(4))!.State);
    }

    [Fact]
    public async Task A_second_copy_of_a_running_machine_is_refused()
    {
        _fleet.Hypervisor.Inject(FaultKind.HostUnreachable, "h1", TimeSpan.Zero);

        var refusal = await Assert.ThrowsAsync<ProviderException>(
            () => _fleet.StartAsync(new PowerOnVirtualMachine(SmallFleet.Vm(1), SmallFleet.HostName(2))));

        Assert.Contains("second copy", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(HostState.Unreachable, (await _fleet.HostAsync(1)).State);
    }

    [Fact]
    public async Task A_rack_takes_all_its_hosts_with_it()
    {
        _fleet.Hypervisor.Inject(FaultKind.HostFails, "rack-0", TimeSpan.Zero);

        Assert.Equal(HostState.Failed, (await _fleet.HostAsync(0)).State);
        Assert.Equal(HostState.Failed, (await _fleet.HostAsync(1)).State);
        Assert.Equal(HostState.On, (await _fleet.HostAsync(2)).State);
        Assert.Equal(4, _fleet.Hypervisor.ReadMetrics().MachinesLost);
    }

    [Theory]
    [InlineData("h1", PowerState.On)]
    [InlineData("h0", PowerState.Failed)]
    public async Task A_machine_whose_target_dies_stays_and_one_whose_source_dies_is_lost(string dead, PowerState left)
    {
        var id = await _fleet.MigrateAsync(0, from: 0, to: 1);
        _fleet.Advance(2);

        _fleet.Hypervisor.Inject(FaultKind.HostFails, dead, TimeSpan.Zero);
        _fleet.Advance(60);

        var machine = (await _fleet.MachineAsync(0))!;
        Assert.Equal(ActionPhase.Failed, (await _fleet.QueryAsync(id)).Phase);
        Assert.Equal((left, SmallFleet.HostName(0)), (machine.State, machine.Host));
    }

    [Fact]
    public async Task Errors_rise_before_a_host_fails()
    {
        _fleet.Hypervisor.Inject(FaultKind.HostErrors, "h2", TimeSpan.FromHours(8));
        _fleet.Advance(8 * 3600);

        double[] errors = await _fleet.MeasuredAsync(EntityId.Of(SmallFleet.HostName(2)), Metric.ErrorCount);
        double early = errors[^60] - errors[^72];
        double late = errors[^1] - errors[^13];

        Assert.True(early > 0 && late > 4 * early, $"Errors went from {early} to {late} an hour.");
        Assert.All(
            await _fleet.MeasuredAsync(EntityId.Of(SmallFleet.HostName(0)), Metric.ErrorCount),
            count => Assert.Equal(0, count));
    }

    [Fact]
    public void Whatever_happens_every_machine_runs_once_or_not_at_all() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 400]).Array[1, 60].Sample(steps =>
        {
            var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 4, machines: 8, (_, _) => 0.3));
            foreach (var (what, machine, host, seconds) in steps)
            {
                Try(fleet, what, machine, host);
                fleet.Advance(seconds);
                fleet.Hypervisor.ReadMetrics();
                if (!EveryMachineRunsOnceOrNotAtAll(fleet))
                {
                    return false;
                }
            }

            return true;
        });

    private static void Try(SmallFleet fleet, int what, int machine, int host)
    {
        var vm = SmallFleet.Vm(machine);
        var on = SmallFleet.HostName(host);
        var from = fleet.Hypervisor.Fleet.Machines[machine].View.Host!.Value;
        var start = what switch
        {
            0 or 1 => fleet.StartAsync(new Migration(vm, from, on)),
            2 => fleet.StartAsync(new PowerOnVirtualMachine(vm, on)),
            3 => fleet.StartAsync(new PowerOffVirtualMachine(vm)),
            4 => fleet.StartAsync(new PowerOffHost(on)),
            5 => fleet.StartAsync(new PowerOnHost(on)),
            6 => fleet.StartAsync(new EnterMaintenance(on)),
            7 => fleet.StartAsync(new ExitMaintenance(on)),
            _ => null,
        };
        if (start is null)
        {
            fleet.Hypervisor.Inject(what == 8 ? FaultKind.HostFails : FaultKind.HostRecovers, on.Value, TimeSpan.Zero);
        }
        else if (start.Exception?.InnerException is { } failure and not ProviderException)
        {
            throw failure;
        }
    }

    private static bool EveryMachineRunsOnceOrNotAtAll(SmallFleet fleet)
    {
        var physics = fleet.Hypervisor.Fleet;
        for (int index = 0; index < physics.Machines.Count; index++)
        {
            var machine = physics.Machines[index];
            int[] places = [.. Enumerable.Range(0, physics.Hosts.Count)
                .Where(host => physics.Hosts[host].Residents.Contains(index))];
            int[] expected = !machine.IsRunning ? []
                : machine.IsMoving ? [.. new[] { machine.Host, machine.MovingTo }.Order()]
                : [machine.Host];
            bool isOnLivingHost = !machine.IsRunning || physics.Hosts[machine.Host].IsOn;
            if (!places.SequenceEqual(expected) || !isOnLivingHost)
            {
                return false;
            }
        }

        return true;
    }
}
