using Vireo.Fleet;
using Vireo.Server.Configuration.Documents;
using Vireo.Server.Configuration.Forms;
using Vireo.Simulation;
using Vireo.Simulation.Trials;

namespace Vireo.Server.Configuration.Scenarios;

/// <summary>Hours of the whole loop, written down.</summary>
internal static class FleetTrialForm
{
    private const double LongestHours = 31 * 24;

    private static readonly MappingForm<DeployedMachine> Deployed =
        new MappingForm<DeployedMachine>("a machine to deploy", new DeployedMachine(new VirtualMachineId(""), new VmTemplateId("t")))
            .Required("name", "What it is called.", Values.Machine,
                machine => machine.Name, (machine, name) => machine with { Name = name })
            .Key("after", "Machines of the set that have to serve before.", Values.Machines,
                machine => machine.After, (machine, names) => machine with { After = names });

    private static readonly MappingForm<TrialUpdate> Update = new MappingForm<TrialUpdate>("an update", new TrialUpdate())
        .Required("version", "Of the template.", new IntegerForm(2, 1_000),
            update => update.Version, (update, value) => update with { Version = value })
        .Key("atHour", "When it is configured.", new NumberForm(0, LongestHours),
            update => update.AtHour, (update, value) => update with { AtHour = value });

    private static readonly MappingForm<TrialMachine> Machine = new MappingForm<TrialMachine>("a machine", new TrialMachine())
        .Required("name", "What it is called.", Values.Machine,
            machine => machine.Id, (machine, name) => machine with { Id = name })
        .Key("cores", "Virtual cores of 1,000 MHz.", new IntegerForm(1, 64),
            machine => machine.Cores, (machine, value) => machine with { Cores = value })
        .Key("memoryGib", "Configured memory.", new IntegerForm(1, 1_024),
            machine => machine.MemoryGib, (machine, value) => machine with { MemoryGib = value })
        .Key("host", "The number of the host that it starts on, from 0.", new IntegerForm(0, 999),
            machine => machine.Host, (machine, value) => machine with { Host = value })
        .Key("cpu", "CPU wanted, as a ratio of what it has.", TrialLoadForm.Form,
            machine => machine.Cpu, (machine, load) => machine with { Cpu = load })
        .Key("memory", "Memory wanted, as a ratio of what it had at the start; above 1 its guest runs out of memory.", TrialLoadForm.Form,
            machine => machine.Memory, (machine, load) => machine with { Memory = load });

    public static MappingForm<FleetTrial> Form { get; } = Checked(Happenings(Stage(
        new MappingForm<FleetTrial>("a scenario of the loop", new FleetTrial { Name = "" }))));

    private static MappingForm<FleetTrial> Stage(MappingForm<FleetTrial> form) => form
        .Required("name", "What people call it.", new TextForm("a name"),
            trial => trial.Name, (trial, name) => trial with { Name = name })
        .Key("shows", "What it shows.", new TextForm("a sentence or two in one line"),
            trial => trial.Shows, (trial, text) => trial with { Shows = text })
        .Key("hours", "How long it lasts.", new NumberForm(0.5, LongestHours),
            trial => trial.Hours, (trial, value) => trial with { Hours = value })
        .Key("hosts", "How many hosts of two cores with 1,000 MHz each; a list of hosts makes it a single decision.", new IntegerForm(1, 1_000),
            trial => trial.Hosts, (trial, value) => trial with { Hosts = value })
        .Key("memoryGib", "Memory of each host.", new IntegerForm(1, 4_096),
            trial => trial.MemoryGib, (trial, value) => trial with { MemoryGib = value })
        .Key("load", "What each group has to carry, in MHz.", TrialLoadForm.Form,
            trial => trial.Load, (trial, load) => trial with { Load = load })
        .Key("groups", "Groups of replicas.", new ListForm<TrialGroup>(TrialGroupForm.Form, group => group.Id.Value),
            trial => trial.Groups, (trial, groups) => trial with { Groups = groups })
        .Key("machines", "Machines of no group.", new ListForm<TrialMachine>(Machine, machine => machine.Id.Value),
            trial => trial.Machines, (trial, machines) => trial with { Machines = machines })
        .Key("pools", "Resource pools, as in documents of kind ResourcePool.",
            new ListForm<PoolSettings>(ResourcePoolDocument.Form, pool => pool.Pool.Id.Value),
            trial => [.. trial.Pools.Select(pool => new PoolSettings(pool, ""))],
            (trial, pools) => trial with { Pools = [.. pools.Select(pool => pool.Pool)] });

    private static MappingForm<FleetTrial> Happenings(MappingForm<FleetTrial> form) => form
        .Key("deploy", "Machines that are asked for after an hour, as one set.",
            new ListForm<DeployedMachine>(Deployed, machine => machine.Name.Value),
            trial => trial.Deploy, (trial, machines) => trial with { Deploy = machines })
        .Key("faults", "What goes wrong.", new ListForm<ScheduledFault>(ScheduledFaultForm.Form),
            trial => trial.Faults, (trial, faults) => trial with { Faults = faults })
        .Key("update", "A new version of the template.", Update,
            trial => trial.Update, (trial, update) => trial with { Update = update })
        .Key("resizes", "Whether sizes are changed by themselves.", Values.Flag,
            trial => trial.Resizes, (trial, value) => trial with { Resizes = value })
        .Required("expect", "The expected outcome.", FleetExpectationForm.Form,
            trial => trial.Expect, (trial, value) => trial with { Expect = value });

    private static MappingForm<FleetTrial> Checked(MappingForm<FleetTrial> form) => form
        .Check("machines", trial => trial.Machines.FirstOrDefault(machine => machine.Host >= trial.Hosts) is { } homeless
            ? $"'{homeless.Id}' is to start on host {homeless.Host}; there are {trial.Hosts}, counted from 0."
            : null)
        .CheckEach("faults", "target", trial => trial.Faults.Select(fault => FaultTargets.Problem(trial, fault)))
        .Check("expect", trial => Unknown("group", trial.Expect.Groups.Keys, [.. trial.Groups.Select(group => group.Id.Value)]))
        .Check("expect", trial => Unknown("pool", trial.Expect.Pools.Keys, [.. trial.Pools.Select(pool => pool.Id.Value)]))
        .Check("expect", trial => Unknown("machine", trial.Expect.Sizes.Keys, [.. trial.Machines.Select(machine => machine.Id.Value)]))
        .Check("expect", trial => trial.Expect.Deployment is not null && trial.Deploy.IsEmpty
            ? "A deployment is expected, and nothing is to be deployed: add 'deploy'."
            : null);

    private static string? Unknown(string what, IEnumerable<string> expected, List<string> known) =>
        expected.FirstOrDefault(name => !known.Contains(name)) is { } missing
            ? $"Something is expected of {what} '{missing}', which this scenario does not have" +
                (known.Count > 0 ? $"; the nearest is '{NearestWord.Of(missing, known)}'." : ".")
            : null;
}
