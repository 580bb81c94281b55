using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Safety.Checking;
using Vireo.Scheduling;

namespace Vireo.Simulation.Trials;

/// <summary>One whole decision on a small fleet whose machines go on as they are.</summary>
public sealed record DecisionTrial : Trial
{
    /// <summary>Whether the fleet is packed onto fewer hosts.</summary>
    public bool Consolidates { get; init; }

    /// <summary>Whether load is spread.</summary>
    public bool Balances { get; init; }

    /// <summary>Fault domains whose loss the rest has to be able to carry.</summary>
    public int SpareFaultDomains { get; init; }

    /// <summary>Hosts.</summary>
    public ImmutableArray<DecisionHost> Hosts { get; init; } = [];

    /// <summary>Machines.</summary>
    public ImmutableArray<DecisionMachine> Machines { get; init; } = [];

    /// <summary>The correlation of the demand of machines that say so, 0 to 1, by what they say.</summary>
    public ImmutableSortedDictionary<string, double> PeaksTogether { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Rules about where machines may run.</summary>
    public ImmutableArray<AffinityRule> Rules { get; init; } = [];

    /// <summary>What is done about incidents.</summary>
    public ImmutableArray<Remedy> Remedies { get; init; } = [];

    /// <summary>Incidents that are open.</summary>
    public ImmutableArray<DecisionIncident> Incidents { get; init; } = [];

    /// <summary>What is expected.</summary>
    public DecisionExpectation Expect { get; init; } = new();

    /// <inheritdoc/>
    public override TrialResult Run(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var (fleet, outlook, policy) = (DecisionTrialSetup.Fleet(this), DecisionTrialSetup.Outlook(this), Policy());
        var plan = Scheduler.Plan(fleet, outlook, policy);
        progress?.Report(1);

        return new TrialResult(Name, Shows, SimulatedSeconds: 0, Decisions: 1, [.. Judge(plan, fleet, outlook, policy)]);
    }

    private Policy Policy() => new()
    {
        Consolidate = Consolidates,
        Balance = Balances,
        SpareFaultDomains = SpareFaultDomains,
        MinimumHostsOn = 1,
        Rules = Rules,
        Remedies = Remedies,
    };

    private IEnumerable<TrialFinding> Judge(Plan plan, FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var violations = PlanChecker.Check(plan.Actions, fleet, policy, outlook.Hazards);
        yield return new TrialFinding(
            "the plan breaks no rule of safety", violations.Count == 0 ? "none broken" : $"{violations[0]}", violations.Count == 0);
        yield return Bound.AtMost("migrations", plan.Actions.Count(action => action.Action is Migration), Expect.AtMostMoves);

        string off = Listed(plan.Actions.Select(planned => planned.Action).OfType<PowerOffHost>().Select(action => action.Host.Value).Order());
        string expected = Listed(Expect.SwitchedOff.Select(host => host.Value).Order());
        yield return new TrialFinding($"hosts switched off: {expected}", off, off == expected);
        string restarted = Listed(plan.Actions.Select(planned => planned.Action).OfType<PowerOnVirtualMachine>()
            .Select(action => action.VirtualMachine.Value).Order());
        string again = Listed(Expect.Restarted.Select(machine => machine.Value).Order());
        if (!Expect.Restarted.IsEmpty || restarted != again)
        {
            yield return new TrialFinding($"machines started again: {again}", restarted, restarted == again);
        }

        foreach (var (machine, host) in Expect.Placements)
        {
            string after = PlaceAfter(plan, fleet, new VirtualMachineId(machine));
            yield return new TrialFinding($"{machine} ends on {host}", after, after == host);
        }
    }

    private static string PlaceAfter(Plan plan, FleetSnapshot fleet, VirtualMachineId machine) =>
        plan.Actions.Select(planned => planned.Action).OfType<Migration>().LastOrDefault(move => move.VirtualMachine == machine)?.To.Value
        ?? fleet.VirtualMachines.FirstOrDefault(one => one.Id == machine)?.Host?.Value ?? "nowhere";

    private static string Listed(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } text ? text : "none";
}
