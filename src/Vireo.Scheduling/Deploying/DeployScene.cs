using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying;

/// <summary>What the deployments of one decision find: which of their machines are there, where there is room for the
/// others, and what their pools allow.</summary>
internal sealed class DeployScene
{
    private readonly FleetSnapshot _fleet;
    private readonly Policy _policy;
    private readonly Outlook _outlook;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _machines;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _newcomers = [];
    private readonly Dictionary<VirtualMachineId, HostId> _places = [];
    private readonly HashSet<EntityId> _busy;
    private readonly RoomForNewcomers? _room;
    private readonly List<VirtualMachine> _admitted = [];

    /// <summary>Looks at all of them together, so that no room is given twice.</summary>
    public DeployScene(FleetSnapshot fleet, Outlook outlook, Policy policy, IEnumerable<Deployment> running)
    {
        (_fleet, _outlook, _policy) = (fleet, outlook, policy);
        _machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        _busy = fleet.InFlight.Select(action => action.Action.Target).ToHashSet();
        foreach (var machine in running.SelectMany(deployment => deployment.Machines))
        {
            if (!_machines.ContainsKey(machine.Name) && policy.TemplateOf(machine.Template) is { } template &&
                RoomForNewcomers.Newcomer(machine.Name, template, fleet) is { } newcomer)
            {
                _newcomers.TryAdd(machine.Name, newcomer with { Pool = machine.Pool });
            }
        }

        if (_newcomers.Count > 0)
        {
            ImmutableArray<CreateVirtualMachine> underWay =
                [.. fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()];
            _room = new RoomForNewcomers(fleet, outlook, policy, underWay, _newcomers.Values);
        }
    }

    /// <summary>Machines for which no host was found.</summary>
    public IEnumerable<HomelessLoad> Homeless => _room?.Homeless ?? [];

    /// <summary>A machine that is there.</summary>
    public VirtualMachine? Find(VirtualMachineId name) => _machines.GetValueOrDefault(name);

    /// <summary>Where a machine goes; known once <see cref="WhyNot(Deployment)"/> found nothing against its
    /// deployment.</summary>
    public HostId HostFor(VirtualMachineId name) => _places[name];

    /// <summary>The template with its parameters filled in.</summary>
    public VmTemplate TemplateOf(DeployedMachine machine) =>
        TemplateText.Fill(_policy.TemplateOf(machine.Template)!, machine.Name, machine.Parameters);

    /// <summary>Whether a step of it is on its way: the next follows by itself.</summary>
    public bool IsUnderWay(Deployment deployment) =>
        deployment.Machines.Any(machine => _busy.Contains(EntityId.Of(machine.Name)));

    /// <summary>What stands against the next step; null when nothing does, and then every machine has its
    /// host.</summary>
    public Refusal? WhyNot(Deployment deployment)
    {
        foreach (var machine in deployment.Machines)
        {
            if (WhyNot(deployment, machine) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private Refusal? WhyNot(Deployment deployment, DeployedMachine machine)
    {
        var entity = EntityId.Of(machine.Name);
        if (_policy.TemplateOf(machine.Template) is not { } template)
        {
            return new Refusal(entity, "deploy", $"Template '{machine.Template}' is not configured.");
        }

        if (TemplateText.WhyNot(template, machine.Parameters) is { } wrong)
        {
            return new Refusal(entity, "deploy", wrong);
        }

        if (_machines.TryGetValue(machine.Name, out var there))
        {
            return there.Deployment != deployment.Id
                ? new Refusal(entity, "S23", $"There is a machine '{machine.Name}' already that this deployment did not make.")
                : there.Host is null ? new Refusal(entity, "deploy", $"'{machine.Name}' is on no host.") : null;
        }

        return Admit(entity, machine);
    }

    private Refusal? Admit(EntityId entity, DeployedMachine machine)
    {
        if (_room is null || !_newcomers.TryGetValue(machine.Name, out var newcomer))
        {
            return new Refusal(entity, "S4", "No host is on and open.");
        }

        if (MachineAdmission.WhyNot(newcomer, _admitted, _fleet, _outlook, _policy) is { } tooMuch)
        {
            return new Refusal(entity, "admission", tooMuch);
        }

        var (host, rule, reason) = _room.Take(machine.Name);
        if (host is not { } place)
        {
            return new Refusal(entity, rule, $"'{machine.Name}' finds no host. {reason}");
        }

        _admitted.Add(newcomer);
        _places[machine.Name] = place;

        return null;
    }
}
