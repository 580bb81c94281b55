using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Physics;

public class CpuSharingTests
{
    [Fact]
    public void A_host_at_constant_load_draws_what_its_power_curve_says()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 1, machines: 1, (_, _) => 1));

        fleet.Advance(300.1);
        double afterFirst = fleet.Hypervisor.ReadMetrics().EnergyKilowattHours;
        fleet.Advance(3600);

        // Half of the host's capacity is used: 150 of 100 to 200 watts.
        Assert.Equal(0.150, fleet.Hypervisor.ReadMetrics().EnergyKilowattHours - afterFirst, 6);
    }

    [Fact]
    public async Task Machines_that_want_more_than_the_host_has_are_cut_by_one_factor_and_wait()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 1, machines: 3, (row, _) => row == 2 ? 0.5 : 1));

        fleet.Advance(301);

        // 2,500 MHz are wanted, 2,000 are there.
        Assert.Equal(800, await OneAsync(fleet, EntityId.Of(SmallFleet.Vm(0)), Metric.CpuUsage));
        Assert.Equal(400, await OneAsync(fleet, EntityId.Of(SmallFleet.Vm(2)), Metric.CpuUsage));
        Assert.Equal(500, await OneAsync(fleet, EntityId.Of(SmallFleet.Vm(2)), Metric.CpuDemand));
        Assert.Equal(0.2, await OneAsync(fleet, EntityId.Of(SmallFleet.Vm(0)), Metric.CpuReady), 12);
        Assert.Equal(2000, await OneAsync(fleet, EntityId.Of(SmallFleet.HostName(0)), Metric.CpuUsage));
    }

    [Fact]
    public void Shortage_shows_in_the_figures_by_which_policies_are_compared()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 1, machines: 3, (_, _) => 1));

        fleet.Advance(3901);
        var metrics = fleet.Hypervisor.ReadMetrics();

        Assert.Equal(1, metrics.Slatah, 9);
        Assert.Equal(1.0 / 3, metrics.UnservedRatio, 2);
        Assert.Equal(1, metrics.SloViolationRatio, 9);
        Assert.Equal(0, metrics.Pdm);
    }

    [Fact]
    public async Task A_noisy_machine_wants_all_it_may_have_until_it_is_over()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 1, machines: 1, (_, _) => 0.1) with
        {
            Faults = [new ScheduledFault(TimeSpan.FromMinutes(7), FaultKind.NoisyMachine, "vm0", TimeSpan.FromMinutes(10))],
        });

        fleet.Advance(1801);

        double[] wanted = await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(0)), Metric.CpuDemand);
        Assert.Equal([100, 1000, 1000, 100, 100, 100], wanted.Select(mhz => (int)mhz));
    }

    [Fact]
    public async Task A_gap_in_the_load_is_no_measurement_and_the_last_demand_goes_on()
    {
        var fleet = new SmallFleet(
            SmallFleet.Scenario(hosts: 1, machines: 1, (_, sample) => sample is 2 or 3 ? double.NaN : 0.4));

        fleet.Advance(1801);

        Assert.Equal(2, (await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(0)), Metric.CpuUsage)).Length - 1);
        Assert.Equal(6, (await fleet.MeasuredAsync(EntityId.Of(SmallFleet.HostName(0)), Metric.CpuUsage)).Length);
        Assert.All(
            await fleet.MeasuredAsync(EntityId.Of(SmallFleet.HostName(0)), Metric.CpuUsage),
            used => Assert.Equal(400, used, 6));
    }

    private static async Task<double> OneAsync(SmallFleet fleet, EntityId entity, Metric metric) =>
        Assert.Single(await fleet.MeasuredAsync(entity, metric));
}
