using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>Incidents that are answered by the whole loop: seen, planned, reviewed, done and over.</summary>
public class RemedyTests
{
    private static readonly TimeSpan LeaksAt = TimeSpan.FromHours(30);
    private static readonly TimeSpan LeaksFor = TimeSpan.FromHours(6);

    [Fact]
    public void A_machine_that_leaks_memory_is_restarted_once_before_it_is_full_and_the_receipt_names_the_incident()
    {
        var trial = Run(OperatingMode.Autopilot, OperatingMode.Autopilot);

        Assert.Equal(
            [typeof(PowerOffVirtualMachine), typeof(PowerOnVirtualMachine)], trial.Started.Select(one => one.Action.GetType()));
        Assert.All(trial.Started, one => Assert.InRange(one.At - SmallFleet.Start, LeaksAt - TimeSpan.FromHours(1), LeaksAt + LeaksFor));
        var last = trial.States[^1];
        Assert.All(last.Fleet.VirtualMachines, machine => Assert.Equal(PowerState.On, machine.State));
        Assert.DoesNotContain(last.Incidents, incident => incident.ResolvedAt is null);
        var plan = trial.States.SelectMany(state => state.Plans).First(record => record.Outcomes.Length == 2);
        string incident = plan.Plan.Actions[0].Answers!.Incident;
        Assert.Contains(last.Incidents, one => one.Id == incident && one.Entity == EntityId.Of(SmallFleet.Vm(1)));
        Assert.Equal(2, last.Fleet.RecentRemedies.Length);
    }

    [Fact]
    public void A_remedy_that_asks_waits_for_a_person_though_the_scope_is_on_autopilot()
    {
        var trial = Run(OperatingMode.Autopilot, OperatingMode.Approve);

        Assert.Empty(trial.Started);
        var waiting = trial.States.SelectMany(state => state.Plans).First(plan => plan.Status == PlanStatus.AwaitingApproval);
        Assert.Equal(2, waiting.AwaitingApproval.Length);
    }

    [Fact]
    public void A_scope_that_is_only_observed_stays_so_whatever_the_remedy_says() =>
        Assert.Empty(Run(OperatingMode.Observe, OperatingMode.Autopilot).Started);

    private static LoopTrial Run(OperatingMode scope, OperatingMode remedy)
    {
        var scenario = SmallFleet.Scenario(hosts: 4, machines: 4, (_, _) => 0.4) with
        {
            Workload = new SmallFleet.DictatedWorkload(4, (_, _) => 0.4) { Metrics = [WorkloadMetric.Cpu, WorkloadMetric.Memory] },
            Faults = [new ScheduledFault(LeaksAt, FaultKind.MemoryLeaks, "vm1", LeaksFor)],
        };
        var trial = new LoopTrial(scenario, hours: 42, new Policy
        {
            DefaultMode = scope,
            SpareFaultDomains = 0,
            MinimumHostsOn = 4,
            Consolidate = false,
            Remedies = [new Remedy("fresh-start", ["vm-memory-*"], RemedyKind.Restart) { Mode = remedy, Severity = Severity.Info }],
        });
        trial.Run();

        return trial;
    }
}
