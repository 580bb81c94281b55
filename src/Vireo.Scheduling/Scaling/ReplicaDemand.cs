using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>What replicas will need that nothing is known of yet: an even part of what their group has to
/// carry.</summary>
internal static class ReplicaDemand
{
    /// <summary>The outlook with those that are wanted, under way, or too young to be forecast.</summary>
    public static Outlook AddTo(
        Outlook outlook, FleetSnapshot fleet, IEnumerable<VirtualMachine> wanted, IEnumerable<GroupPicture> pictures)
    {
        var shares = pictures.ToDictionary(picture => picture.Group.Id, ShareOf);
        var known = outlook.VirtualMachines.Where(one => one.Quality.IsActionable).Select(one => one.VirtualMachine).ToHashSet();
        var members = wanted.Concat(fleet.VirtualMachines).Where(machine => machine.Group is not null)
            .Select(machine => (
                Machine: machine.Id, Group: machine.Group!.Value, Most: machine.CpuCapacity.Value, Bytes: machine.Memory.Value));
        var coming = fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()
            .Where(create => create.Group is not null)
            .Select(create => (
                Machine: create.VirtualMachine, Group: create.Group!.Value, Most: double.MaxValue,
                Bytes: create.Specification?.Memory.Value ?? 0L));
        var added = members.Concat(coming).DistinctBy(one => one.Machine)
            .Where(one => !known.Contains(one.Machine) && shares.TryGetValue(one.Group, out double share) && share >= 0)
            .Select(one => new VmOutlook(
                one.Machine, Always(Math.Min(one.Most, shares[one.Group]), outlook), Always(one.Bytes, outlook), DataQuality.Perfect)).ToList();
        var replaced = added.Select(one => one.VirtualMachine).ToHashSet();

        return outlook with
        {
            VirtualMachines =
            [
                .. outlook.VirtualMachines.Where(one => !replaced.Contains(one.VirtualMachine)).Concat(added)
                    .OrderBy(one => one.VirtualMachine),
            ],
        };
    }

    // NaN, and so no share, where the load is not known.
    private static double ShareOf(GroupPicture picture)
    {
        var load = picture.Load;
        double ahead = load.LargestAhead(load.StartUp + load.Step);
        double most = double.IsNaN(ahead) ? load.Now : double.IsNaN(load.Now) ? ahead : Math.Max(ahead, load.Now);

        return most / Math.Max(1, Math.Max(picture.Decision.Wanted, picture.Ready.Length));
    }

    private static DemandForecast Always(double value, Outlook outlook) =>
        new([.. Enumerable.Repeat((float)value, outlook.Levels.Length * outlook.Steps)], "an even part of its group");
}
