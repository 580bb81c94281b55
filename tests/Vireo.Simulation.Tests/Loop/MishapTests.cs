using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

public class MishapTests
{
    [Fact]
    public void Hosts_in_maintenance_or_failed_receive_nothing_however_they_change()
    {
        var random = new SeededRandom(4);
        var scenario = LoopTrial.SmallDemo(hosts: 10, machines: 80) with
        {
            Faults = [.. Enumerable.Range(0, 200).Select(_ => new ScheduledFault(
                TimeSpan.FromSeconds(random.Between(0, 16 * 3600)),
                random.NextInt(2) == 0 ? FaultKind.MaintenanceOn : FaultKind.MaintenanceOff,
                $"host-{random.NextInt(10):00}", TimeSpan.Zero))],
        };
        var trial = new LoopTrial(scenario, hours: 16);

        trial.Run();

        Assert.NotEmpty(trial.Started);
        Assert.All(trial.Started, started =>
            Assert.True(started.Receiver is not { } host || started.Host(host).CanReceive, $"{started.At}: {started.Action}"));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(5, 3)]
    [InlineData(8, 6)]
    [InlineData(11, 9)]
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
            Hosts = 12,
            Machines = 90,
            HostErrorsAt = TimeSpan.FromHours(26),
            HostFailsAfter = TimeSpan.FromHours(4),
            NoisyMachineAt = TimeSpan.FromHours(30),
        });
        var trial = new LoopTrial(scenario, hours: 48);

        var result = trial.Run();

        var failing = Assert.Single(trial.Fleet.Fleet.Hosts, host => host.View.State == HostState.Failed).View.Id;
        Assert.Equal(0, result.VmsLost);
        Assert.Contains(
            trial.States.SelectMany(state => state.Incidents),
            incident => incident.Rule == RuleNames.HostFailing && incident.Entity == EntityId.Of(failing));
    }

    [Fact]
    public void A_machine_that_vanishes_in_mid_migration_stops_nothing()
    {
        int vanished = 0;
        var trial = new LoopTrial(LoopTrial.SmallDemo(hosts: 10, machines: 80), hours: 24);
        trial.AfterStart += (fleet, request) =>
        {
            if (vanished < 5 && request.Action is Migration move)
            {
                fleet.Inject(FaultKind.MachineVanishes, move.VirtualMachine.Value, TimeSpan.Zero);
                vanished++;
            }
        };

        var result = trial.Run();

        Assert.Equal(5, vanished);
        Assert.Equal(286, result.Decisions);
        Assert.Equal(5, result.FailedMigrations);
        var last = trial.States[^1];
        Assert.Equal(75, last.Fleet.VirtualMachines.Length);
        Assert.DoesNotContain(last.Fleet.InFlight, action => last.At - action.StartedAt > TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_line_that_loses_doubles_and_delays_calls_leaves_every_machine_running_once()
    {
        var faults = new ReplyFaults { LoseRequest = 0.05, LoseReply = 0.05, Duplicate = 0.1, Late = 0.1, Hang = 0.01 };
        var trial = new LoopTrial(
            LoopTrial.SmallDemo(hosts: 10, machines: 80), hours: 24,
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
