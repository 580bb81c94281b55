using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>Pools from their configuration to what the hypervisor enforces, by the whole loop.</summary>
public class PoolLifecycleTests
{
    private const double Reservation = 8_000;
    private static readonly ResourcePoolId Tenant = new("tenant");

    private static readonly Lazy<LoopTrial> Wave = new(() =>
    {
        // Four machines of 1,000 MHz between 10 and 100 % every six hours; they reserve twice what they ever need.
        var scenario = SmallFleet.Scenario(
            hosts: 6, machines: 8, (row, sample) => row < 4 ? 0.55 - (0.45 * Math.Cos(2 * Math.PI * sample / 72)) : 0.5);
        var trial = new LoopTrial(scenario, hours: 30, new Policy
        {
            DefaultMode = OperatingMode.Autopilot,
            SpareFaultDomains = 0,
            MinimumHostsOn = 6,
            Consolidate = false,
            Pools =
            [
                new ResourcePool
                {
                    Id = Tenant,
                    Kind = PoolKind.Tenant,
                    VirtualMachines = [.. Enumerable.Range(0, 4).Select(SmallFleet.Vm)],
                    Terms = PoolTerms.Usual with { Cpu = new ResourceTerms(Reservation, null, null) },
                },
            ],
        });
        trial.Run();

        return trial;
    });

    [Fact]
    public void The_pool_is_set_up_once_with_its_machines_and_read_back()
    {
        var first = (SetPoolTerms)Wave.Value.Started.First(started => started.Action is SetPoolTerms).Action;

        Assert.Equal(4, first.Setting.VirtualMachines.Length);
        Assert.Equal(Tenant, Assert.Single(Wave.Value.States[^1].Fleet.Pools).Pool);
        Assert.Contains(
            Wave.Value.States.SelectMany(state => state.Plans).SelectMany(plan => plan.Outcomes),
            outcome => outcome is { Status: OutcomeStatus.Succeeded, Detail: "Terms are in force." });
    }

    [Fact]
    public void What_is_kept_follows_the_load_and_covers_it()
    {
        var states = Wave.Value.States.Where(state => state.At - Wave.Value.States[0].At > TimeSpan.FromHours(18)).ToList();
        double[] kept = [.. states.Select(state => state.Fleet.Pools.Single().Terms.Cpu.Reservation)];

        Assert.True(kept.Min() < 0.4 * Reservation, $"at least {kept.Min()} were kept");
        Assert.True(kept.Max() < Reservation, $"at most {kept.Max()} were kept");
        int missed = states.Count(state => NeedAt(state) > state.Fleet.Pools.Single().Terms.Cpu.Reservation);
        Assert.True(missed <= states.Count / 20, $"{missed} of {states.Count} times more was needed than kept");
    }

    [Fact]
    public void The_hypervisor_is_not_told_at_every_flutter() =>
        Assert.InRange(Wave.Value.Started.Count(started => started.Action is SetPoolTerms), 2, Wave.Value.States.Count / 2);

    private static double NeedAt(LoopState state) => state.Outlook.VirtualMachines
        .Where(machine => Enumerable.Range(0, 4).Any(index => SmallFleet.Vm(index) == machine.VirtualMachine))
        .Sum(machine => machine.Cpu.Quantiles[state.Outlook.Levels.IndexOf(0.5) * state.Outlook.Steps]);
}
