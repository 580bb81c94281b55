using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Deployment</c>: machines that are asked for together, once.</summary>
internal static class DeploymentDocument
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromHours(1);

    private static readonly MappingForm<DeployedMachine> Machine =
        new MappingForm<DeployedMachine>("a machine", new DeployedMachine(new VirtualMachineId(""), new VmTemplateId("")))
            .Required("name", "The identifier that it gets.", Values.Name,
                machine => machine.Name.Value, (machine, name) => machine with { Name = new VirtualMachineId(name) })
            .Required("template", "What it is made from.", Values.Name,
                machine => machine.Template.Value, (machine, name) => machine with { Template = new VmTemplateId(name) })
            .Key("parameters", "Values of the template's parameters, by name.", new WordsForm(),
                machine => machine.Parameters, (machine, values) => machine with { Parameters = values })
            .Key("after", "Machines of the same deployment that have to serve before it is created.", Values.Machines,
                machine => machine.After, (machine, names) => machine with { After = names })
            .Key("pool", "The resource pool that it draws from.", Values.Name,
                machine => machine.Pool?.Value, (machine, name) => machine with { Pool = new ResourcePoolId(name) });

    private static readonly Deployment Start = new()
    {
        Id = new DeploymentId(""),
        Machines = [],
        RequestedBy = "",
        RequestedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.UnixEpoch + UsualTime,
    };

    public static MappingForm<Deployment> Form { get; } = new MappingForm<Deployment>("Deployment", Start)
        .Required("name", "Names the deployment.", Values.Name,
            deployment => deployment.Id.Value, (deployment, name) => deployment with { Id = new DeploymentId(name) })
        .Required("machines", "What is asked for.", new ListForm<DeployedMachine>(Machine, machine => machine.Name.Value),
            deployment => deployment.Machines, (deployment, machines) => deployment with { Machines = machines })
        .Key("within", "How long it may take until it is undone.", Values.Duration(TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
            deployment => deployment.Deadline - deployment.RequestedAt,
            (deployment, within) => deployment with { Deadline = deployment.RequestedAt + within })
        .Check("machines", deployment => deployment.Machines.Length is 0 or > 1_000
            ? $"A deployment has 1 to 1000 machines, found {deployment.Machines.Length}."
            : WhyNoOrder(deployment.Machines));

    // Machines are taken away as soon as nothing that is left comes before them; a circle leaves some.
    private static string? WhyNoOrder(ImmutableArray<DeployedMachine> machines)
    {
        var names = machines.Select(machine => machine.Name).ToHashSet();
        foreach (var machine in machines)
        {
            if (machine.After.FirstOrDefault(needed => !names.Contains(needed)) is { Value: not null } missing)
            {
                return $"'{machine.Name}' comes after '{missing}', which is not in this deployment." +
                    Nearest(missing, names.Where(name => name != machine.Name));
            }
        }

        var left = machines.ToList();
        while (left.RemoveAll(machine => !machine.After.Any(needed => left.Exists(other => other.Name == needed))) > 0)
        {
        }

        return left.Count == 0
            ? null
            : $"{string.Join(" and ", left.Select(machine => $"'{machine.Name}'"))} come after each other in a circle; one of them has to be first.";
    }

    private static string Nearest(VirtualMachineId missing, IEnumerable<VirtualMachineId> others) =>
        NearestWord.Of(missing.Value, others.Select(name => name.Value)) is { } near
            ? $" The nearest is '{near}'." : " There is no other machine in it.";
}
