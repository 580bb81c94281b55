using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>Sizes that follow what machines need, by the whole loop on a simulated fleet.</summary>
public class ResizeTests
{
    [Fact]
    public void Idle_cores_are_given_back_a_few_a_day_and_a_machine_keeps_the_size_it_got()
    {
        var trial = Run(LiveResize.All, Quiet);

        var started = trial.Started.Where(one => one.Action is ResizeVirtualMachine).ToList();
        Assert.NotEmpty(started);
        Assert.All(started, one => Assert.False(((ResizeVirtualMachine)one.Action).Restarts));
        Assert.All(started, one => Assert.InRange(
            started.Count(other => other.At <= one.At && one.At - other.At < TimeSpan.FromDays(1)), 1, 2));
        Assert.Contains(trial.States[^1].Fleet.VirtualMachines, machine => machine.Cores < 4);
    }

    [Fact]
    public void A_machine_that_needs_more_after_it_was_made_smaller_gets_its_size_back()
    {
        // Four quiet days, then all of the CPU that four cores give.
        var trial = Run(LiveResize.All, (row, sample) => sample < 4 * 288 ? Quiet(row, sample) : 0.98 + (0.01 * Math.Sin(sample / 7.0)));

        Assert.Contains(trial.Started, one => one.Action is ResizeVirtualMachine { IsRevert: false });
        Assert.Contains(trial.Started, one => one.Action is ResizeVirtualMachine { IsRevert: true });
    }

    [Fact]
    public void A_machine_that_was_too_small_grows_until_what_is_asked_of_it_fits_and_no_further()
    {
        // One machine is asked for all that its four cores give; twice as many are enough.
        var trial = Run(LiveResize.All, (row, sample) => row == 0 ? 0.98 + (0.01 * Math.Sin(sample / 7.0)) : Quiet(row, sample));

        var machine = trial.States[^1].Fleet.VirtualMachines[0];
        Assert.InRange(machine.Cores, 5, 8);
        Assert.Single(
            trial.Started, one => one.Action is ResizeVirtualMachine { From: { } from } resize && resize.VirtualMachine == machine.Id &&
                resize.Cores != from.Cores);
    }

    [Fact]
    public void What_cannot_change_while_it_runs_is_restarted_in_the_window_only()
    {
        var trial = Run(LiveResize.None, Quiet);

        var started = trial.Started.Where(one => one.Action is ResizeVirtualMachine).ToList();
        Assert.NotEmpty(started);
        Assert.All(started, one => Assert.True(((ResizeVirtualMachine)one.Action).Restarts && one.At.Hour == 3, $"{one.At}"));
        Assert.All(trial.States[^1].Fleet.VirtualMachines, machine => Assert.Equal(PowerState.On, machine.State));
    }

    private static double Quiet(int row, long sample) => 0.1 + (0.05 * Math.Sin((sample + row) / 40.0));

    private static LoopTrial Run(LiveResize live, Func<int, long, double> cpu)
    {
        var small = SmallFleet.Scenario(hosts: 4, machines: 4, cpu);
        var scenario = small with
        {
            Workload = new SmallFleet.DictatedWorkload(4, cpu)
            {
                Metrics = [WorkloadMetric.Cpu, WorkloadMetric.Memory],
                MemoryRatio = 0.3,
            },
            Hosts =
            [
                .. small.Hosts.Select(host => host with { CpuCapacity = new CpuMhz(8_000), MemoryCapacity = new MemoryBytes(32 * SmallFleet.Gib) }),
            ],
            Machines =
            [
                .. small.Machines.Select(machine => machine with
                {
                    Cores = 4,
                    CpuCapacity = new CpuMhz(4_000),
                    Memory = new MemoryBytes(4 * SmallFleet.Gib),
                    Live = live,
                }),
            ],
        };
        var trial = new LoopTrial(scenario, hours: 24 * 5, new Policy
        {
            DefaultMode = OperatingMode.Autopilot,
            SpareFaultDomains = 0,
            MinimumHostsOn = 4,
            Consolidate = false,
            Resizing = new ResizePolicy
            {
                MostPerDay = 2,
                Confidence = 0.5,
                WatchFor = TimeSpan.FromDays(3),
                Window = new ChangeWindow("0 3 * * *", TimeSpan.FromHours(1), "UTC"),
            },
        });
        trial.Run();

        return trial;
    }
}
