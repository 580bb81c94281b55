using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying;

namespace Vireo.Scheduling.Scaling;

/// <summary>Hosts for the replicas that the groups of one decision want: by the rules that hold for every newcomer, and
/// within what their pools are entitled to.</summary>
/// <remarks>A replica takes over a part of the load that its group has anyway, so it counts with that part; and it may
/// fill a host, since without it the group lacks even more.</remarks>
internal sealed class RoomForReplicas
{
    private readonly FleetSnapshot _fleet;
    private readonly Outlook _outlook;
    private readonly Policy _policy;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _wanted;
    private readonly List<VirtualMachine> _admitted = [];
    private readonly RoomForNewcomers? _room;

    /// <summary>Looks at all groups together, so that no room is given twice.</summary>
    public RoomForReplicas(FleetSnapshot fleet, Outlook outlook, Policy policy, IReadOnlyList<GroupPicture> pictures)
    {
        (_fleet, _policy) = (fleet, policy);
        _wanted = pictures.SelectMany(picture => Wanted(picture, fleet)).ToDictionary(machine => machine.Id);
        _outlook = _wanted.Count == 0 ? outlook : ReplicaDemand.AddTo(outlook, fleet, _wanted.Values, pictures);
        if (_wanted.Count > 0)
        {
            ImmutableArray<CreateVirtualMachine> underWay =
                [.. fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()];
            _room = new RoomForNewcomers(fleet, _outlook, policy with { FillUpToRatio = 1 }, underWay, _wanted.Values);
        }
    }

    /// <summary>Those that found none.</summary>
    public IEnumerable<HomelessLoad> Homeless => _room?.Homeless ?? [];

    /// <summary>The name of a replica that is ordered now.</summary>
    public VirtualMachineId NameOf(VmGroupId group, int number) => GroupPicture.NameOf(group, _fleet.TakenAt, number);

    /// <summary>Takes room for one replica; where there is none, the rule that says so and why.</summary>
    public (HostId? Host, string Rule, string Reason) Take(VirtualMachineId name)
    {
        if (_room is null || !_wanted.TryGetValue(name, out var replica))
        {
            return (null, "S4", "No host is on and open.");
        }

        if (MachineAdmission.WhyNot(replica, _admitted, _fleet, _outlook, _policy) is { } tooMuch)
        {
            return (null, "admission", tooMuch);
        }

        var taken = _room.Take(name);
        if (taken.Host is not null)
        {
            _admitted.Add(replica);
        }

        return taken;
    }

    // As many as are to be created, or one with which an update begins.
    private static IEnumerable<VirtualMachine> Wanted(GroupPicture picture, FleetSnapshot fleet)
    {
        int count = picture.Group.IsForecastOnly ? 0 : Math.Max(picture.Decision.Create, picture.Replaceable.Any() ? 1 : 0);
        for (int number = 1; number <= count; number++)
        {
            var name = GroupPicture.NameOf(picture.Group.Id, fleet.TakenAt, number);
            if (picture.Template is { } template && RoomForNewcomers.Newcomer(name, template, fleet) is { } replica)
            {
                yield return replica with { Group = picture.Group.Id };
            }
        }
    }
}
