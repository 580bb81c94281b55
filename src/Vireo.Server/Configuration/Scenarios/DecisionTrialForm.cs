using Vireo.Fleet;
using Vireo.Server.Configuration.Documents;
using Vireo.Server.Configuration.Forms;
using Vireo.Simulation.Trials;

namespace Vireo.Server.Configuration.Scenarios;

/// <summary>A single decision, written down.</summary>
internal static class DecisionTrialForm
{
    private static readonly IntegerForm Gib = new(1, 65_536);
    private static readonly NumberForm Mhz = new(0, 1e7);

    private static readonly MappingForm<DecisionHost> Host = new MappingForm<DecisionHost>("a host", new DecisionHost())
        .Required("id", "Its identifier.", Values.Host, host => host.Id, (host, id) => host with { Id = id })
        .Key("mhz", "CPU of all its cores.", Mhz, host => host.Mhz, (host, value) => host with { Mhz = value })
        .Key("gib", "Memory.", Gib, host => host.Gib, (host, value) => host with { Gib = value })
        .Key("rack", "Its fault domain.", Values.Name, host => host.Rack, (host, rack) => host with { Rack = rack })
        .Key("maintenance", "Whether it is in maintenance.", Values.Flag,
            host => host.IsInMaintenance, (host, value) => host with { IsInMaintenance = value })
        .Key("failing", "Whether its error counters say that it will fail.", Values.Flag,
            host => host.IsFailing, (host, value) => host with { IsFailing = value });

    private static readonly MappingForm<DecisionMachine> Machine = new MappingForm<DecisionMachine>("a machine", new DecisionMachine())
        .Required("id", "Its identifier.", Values.Machine,
            machine => machine.Id, (machine, id) => machine with { Id = id })
        .Required("host", "Where it runs.", Values.Host,
            machine => machine.Host, (machine, host) => machine with { Host = host })
        .Key("median", "The median of its CPU demand, in MHz.", Mhz,
            machine => machine.Median, (machine, value) => machine with { Median = value })
        .Optional<double>("upper", "The 0.95 quantile of its CPU demand, in MHz.", Mhz,
            machine => machine.Upper, (machine, value) => machine with { Upper = value })
        .Key("peaksWith", "Whose machines it peaks together with: a name of peaksTogether.", Values.Name,
            machine => machine.With, (machine, value) => machine with { With = value })
        .Key("gib", "Memory.", Gib, machine => machine.Gib, (machine, value) => machine with { Gib = value });

    private static readonly MappingForm<DecisionIncident> Incident =
        new MappingForm<DecisionIncident>("an incident", new DecisionIncident())
            .Required("rule", "The rule that saw it.", new TextForm("the name of a rule"),
                incident => incident.Rule, (incident, rule) => incident with { Rule = rule })
            .Required("entity", "What is wrong.", new EntityForm(),
                incident => incident.Entity, (incident, entity) => incident with { Entity = entity })
            .Key("severity", "How urgent.", RemedyForm.Urgency,
                incident => incident.Severity, (incident, value) => incident with { Severity = value })
            .Key("open", "For how long it has been open.", Values.Duration(TimeSpan.Zero, TimeSpan.FromDays(7)),
                incident => incident.Open, (incident, value) => incident with { Open = value });

    private static readonly MappingForm<DecisionExpectation> Expectation =
        new MappingForm<DecisionExpectation>("what is expected", new DecisionExpectation())
            .Required("atMostMoves", "Migrations at most.", new IntegerForm(0, 10_000),
                all => all.AtMostMoves, (all, value) => all with { AtMostMoves = value })
            .Key("placements", "The host on which each of these machines ends.", new NamedForm<string>("machines by name", new TextForm("a host")),
                all => all.Placements, (all, hosts) => all with { Placements = hosts })
            .Key("restarted", "Machines that are stopped and started again, all of them.", Values.Machines,
                all => all.Restarted, (all, machines) => all with { Restarted = machines })
            .Key("switchedOff", "Hosts that are switched off, all of them.", Values.Hosts,
                all => all.SwitchedOff, (all, hosts) => all with { SwitchedOff = hosts });

    public static MappingForm<DecisionTrial> Form { get; } =
        new MappingForm<DecisionTrial>("a scenario of one decision", new DecisionTrial { Name = "" })
            .Required("name", "What people call it.", new TextForm("a name"),
                trial => trial.Name, (trial, name) => trial with { Name = name })
            .Key("shows", "What it shows.", new TextForm("a sentence or two in one line"),
                trial => trial.Shows, (trial, text) => trial with { Shows = text })
            .Key("consolidate", "Whether the fleet is packed onto fewer hosts.", Values.Flag,
                trial => trial.Consolidates, (trial, value) => trial with { Consolidates = value })
            .Key("balance", "Whether load is spread.", Values.Flag,
                trial => trial.Balances, (trial, value) => trial with { Balances = value })
            .Key("spareFaultDomains", "Fault domains whose loss the rest has to be able to carry.", new IntegerForm(0, 100),
                trial => trial.SpareFaultDomains, (trial, value) => trial with { SpareFaultDomains = value })
            .Required("hosts", "Hosts.", new ListForm<DecisionHost>(Host, host => host.Id.Value),
                trial => trial.Hosts, (trial, hosts) => trial with { Hosts = hosts })
            .Required("machines", "Machines.", new ListForm<DecisionMachine>(Machine, machine => machine.Id.Value),
                trial => trial.Machines, (trial, machines) => trial with { Machines = machines })
            .Key("peaksTogether", "The correlation, 0 to 1, of what the machines of each name want beyond their forecast.",
                new NamedForm<double>("correlations by name", new RatioForm(0, 1)),
                trial => trial.PeaksTogether, (trial, value) => trial with { PeaksTogether = value })
            .Key("rules", "Rules about where machines may run.",
                new ListForm<AffinityRule>(AffinityRuleForm.Form, rule => rule.Name),
                trial => trial.Rules, (trial, rules) => trial with { Rules = rules })
            .Key("remedies", "What is done about incidents.",
                new ListForm<Remedy>(RemedyForm.Form, remedy => remedy.Name),
                trial => trial.Remedies, (trial, remedies) => trial with { Remedies = remedies })
            .Key("incidents", "Incidents that are open.",
                new ListForm<DecisionIncident>(Incident, incident => $"{incident.Rule} of {incident.Entity}"),
                trial => trial.Incidents, (trial, incidents) => trial with { Incidents = incidents })
            .Required("expect", "The expected outcome.", Expectation,
                trial => trial.Expect, (trial, value) => trial with { Expect = value })
            .Check("machines", trial => Unknown(trial.Machines.Select(machine => machine.Host), [.. trial.Hosts.Select(host => host.Id)]))
            .Check("machines", trial => trial.Machines.FirstOrDefault(machine => machine.With.Length > 0 && !trial.PeaksTogether.ContainsKey(machine.With))
                is { } odd ? $"Machine '{odd.Id}' peaks with '{odd.With}', which peaksTogether does not name." : null)
            .Check("expect", trial => trial.Expect.Placements.Keys.FirstOrDefault(name => trial.Machines.All(machine => machine.Id.Value != name))
                is { } missing ? $"A place is expected of '{missing}', which is none of the machines." : null);

    private static string? Unknown(IEnumerable<HostId> used, HashSet<HostId> known) =>
        used.Where(host => !known.Contains(host)).Select(host => $"Host '{host}' is none of the hosts of this scenario.").FirstOrDefault();
}
