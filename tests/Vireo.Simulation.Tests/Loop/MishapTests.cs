using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

public class MishapTests
{
    [Fact]
    public void Hosts_in_maintenance_or_failed_receive_nothing_however_they_change()
    {
        var random = new SeededRandom(4);
        var trial = new LoopTrial(LoopTrial.SmallDemo(hosts: 10, machines: 100), hours: 24);
        trial.AfterDecision += (fleet, _) =>
        {
            var kind = random.NextInt(2) == 0 ? FaultKind.MaintenanceOn : FaultKind.MaintenanceOff;
            fleet.Inject(kind, $"host-{random.NextInt(10):00}", TimeSpan.Zero);
        };

        trial.Run();

        Assert.NotEmpty(trial.Started);
        Assert.All(trial.Started, started =>
            Assert.True(started.Receiver is not { } host || started.Host(host).CanReceive, $"{started.At}: {started.Action}"));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(7, 3)]
    [InlineData(13, 6)]
    [InlineData(20, 9)]
    public void Whichever_host_dies_at_whichever_hour_all_its_machines_run_again(int hour, int host)
    {
        var trial = new LoopTrial(
            LoopTrial.SmallDemo(hosts: 10, machines: 80) with
            {
                Faults = [new ScheduledFault(TimeSpan.FromHours(hour), FaultKind.HostFails, $"host-{host:00}", TimeSpan.Zero)],
            },
            hours: hour + 1);

        trial.Run();

        Assert.All(trial.Fleet.Fleet.Machines, machine => Assert.Equal(PowerState.On, machine.View.State));
    }

    [Fact]
    public void A_host_whose_errors_rise_is_found_and_emptied_before_it_dies()
    {
        var scenario = DemoScenario.Create(new DemoOptions
        {
            Hosts = 20,
            Machines = 200,
            HostErrorsAt = TimeSpan.FromHours(26),
            HostFailsAfter = TimeSpan.FromHours(10),
            NoisyMachineAt = TimeSpan.FromHours(30),
        });
        var trial = new LoopTrial(scenario, hours: 48);

        var result = trial.Run();

        string failing = scenario.Faults[0].Target;
        Assert.Equal(0, result.VmsLost);
        Assert.Contains(
            trial.States.SelectMany(state => state.Incidents),
            incident => incident.Rule == RuleNames.HostFailing && incident.Entity.Value == failing);
        Assert.Equal(HostState.Failed, trial.Fleet.Fleet.Hosts.Single(host => host.View.Id.Value == failing).View.State);
    }

    [Fact]
    public void A_machine_that_vanishes_in_mid_migration_stops_nothing()
    {
        int vanished = 0;
        var trial = new LoopTrial(LoopTrial.SmallDemo(hosts: 10, machines: 100), hours: 24);
        trial.AfterDecision += (fleet, _) =>
        {
            if (vanished < 5 && fleet.Fleet.Machines.FirstOrDefault(machine => machine.IsMoving) is { } moving)
            {
                fleet.Inject(FaultKind.MachineVanishes, moving.View.Id.Value, TimeSpan.Zero);
                vanished++;
            }
        };

        var result = trial.Run();

        Assert.Equal(5, vanished);
        Assert.Equal(142 * 2, result.Decisions + 2 - (result.Decisions % 2));
        Assert.Equal(95, trial.States[^1].Fleet.VirtualMachines.Length);
        Assert.Empty(trial.States[^1].Fleet.InFlight.Where(action => trial.States[^1].At - action.StartedAt > TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_line_that_loses_doubles_and_delays_calls_leaves_every_machine_running_once()
    {
        var faults = new ReplyFaults { LoseRequest = 0.05, LoseReply = 0.05, Duplicate = 0.1, Late = 0.1, Hang = 0.01 };
        var trial = new LoopTrial(
            LoopTrial.SmallDemo(hosts: 10, machines: 100), hours: 24,
            line: (fleet, time) =>
            {
                var bad = new UnreliableProvider(fleet, fleet, faults, faults, time, seed: 5);

                return (bad, bad);
            });

        trial.Run();

        Assert.NotEmpty(trial.Moves);
        Assert.All(trial.Fleet.Fleet.Machines, machine => Assert.Equal(PowerState.On, machine.View.State));
        Assert.Equal(0, trial.Fleet.ReadMetrics().MachinesLost);
    }
}
