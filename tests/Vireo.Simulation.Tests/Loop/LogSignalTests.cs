using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>The loop reads the logs of a fleet with agents.</summary>
public class LogSignalTests
{
    [Fact]
    public void What_a_host_writes_for_the_first_time_becomes_an_incident_of_the_host()
    {
        TimeSpan at = TimeSpan.FromHours(26);
        Scenario scenario = SmallFleet.Scenario(hosts: 4, machines: 8, (_, _) => 0.4) with
        {
            HasAgents = true,
            Faults = [new ScheduledFault(at, FaultKind.LinkFlaps, "h0", TimeSpan.FromHours(1))],
        };
        var run = new SimulationRun(
            scenario, new Policy(), SimulationClock.For(scenario, days: 1.15),
            static (hypervisor, _) => new ConnectedProvider(hypervisor, hypervisor));
        List<(Incident Incident, DateTimeOffset At)> seen = [];
        run.Decided += state => seen.AddRange(state.Incidents
            .Where(incident => incident.Rule == RuleNames.LogSignal && incident.Severity == Severity.Warning)
            .Select(incident => (incident, state.At)));

        run.Run(progress: null, TestContext.Current.CancellationToken);

        Assert.All(seen, one => Assert.Equal(EntityId.Of(SmallFleet.HostName(0)), one.Incident.Entity));
        Assert.InRange(seen.Min(one => one.At), scenario.Start + at, scenario.Start + at + TimeSpan.FromMinutes(15));
        Assert.Contains("NIC Link is Down", seen[0].Incident.Title, StringComparison.Ordinal);
    }
}
