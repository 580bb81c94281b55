using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>Which version of its template a group should run, and whether the newest one serves: a new version replaces
/// replicas one at a time, and is given up when they fail, answer later than is promised, or need much more than the
/// old ones.</summary>
public static class RollingUpdate
{
    /// <summary>Replicas of a version that may come to nothing before it is given up.</summary>
    private const int MostFailures = 2;

    /// <summary>How much more CPU a replica of the new version may need than one of the old.</summary>
    private const double MostCpu = 1.5;

    /// <summary>The newest version that the group was not rolled back from; null when none is configured.</summary>
    public static VmTemplate? TemplateOf(VmGroup group, FleetSnapshot fleet, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(policy);
        var versions = policy.Templates.Where(template => template.Id == group.Template)
            .OrderByDescending(template => template.Version).ToList();

        // Where nothing is left to roll back to, the newest is as good as any.
        return versions.Find(template => RejectionOf(group, template.Version, fleet) is null) ?? versions.FirstOrDefault();
    }

    /// <summary>Why a group was rolled back from a version; null when it was not.</summary>
    public static RejectedVersion? RejectionOf(VmGroup group, int version, FleetSnapshot fleet)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(fleet);

        return fleet.RejectedVersions.FirstOrDefault(one =>
            one.Group == group.Id && one.Template == group.Template && one.Version == version);
    }

    /// <summary>Versions that groups are being updated to and do not serve with, as far as that was not known
    /// before.</summary>
    public static ImmutableArray<RejectedVersion> Reject(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(outlook);
        ArgumentNullException.ThrowIfNull(policy);
        var found = ImmutableArray.CreateBuilder<RejectedVersion>();
        foreach (var group in policy.Groups.OrderBy(group => group.Id))
        {
            if (TemplateOf(group, fleet, policy) is { } target && HasOlder(target, policy) &&
                RejectionOf(group, target.Version, fleet) is null && WhyBad(group, target, fleet, outlook) is { } reason)
            {
                found.Add(new RejectedVersion(group.Id, target.Id, target.Version, fleet.TakenAt, reason));
            }
        }

        return found.ToImmutable();
    }

    private static bool HasOlder(VmTemplate target, Policy policy) =>
        policy.Templates.Any(template => template.Id == target.Id && template.Version < target.Version);

    private static string? WhyBad(VmGroup group, VmTemplate target, FleetSnapshot fleet, Outlook outlook)
    {
        int failed = FailuresOf(group, target, fleet);

        return failed >= MostFailures
            ? $"{failed} replicas of version {target.Version} of '{target.Id}' failed or did not become healthy."
            : UpdateService.Of(group, target, fleet, outlook)?.WhyReject() ?? WhyExpensive(group, target, fleet, outlook);
    }

    private static int FailuresOf(VmGroup group, VmTemplate target, FleetSnapshot fleet)
    {
        var serving = fleet.VirtualMachines.Where(machine => machine.IsServing).Select(machine => machine.Id).ToHashSet();
        var present = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        var underWay = fleet.InFlight.Select(action => action.Action.Target).ToHashSet();
        var removed = fleet.RecentChanges.Select(change => change.Action).OfType<DeleteVirtualMachine>()
            .Where(delete => !delete.IsBroken).Select(delete => delete.VirtualMachine).ToHashSet();

        return fleet.RecentChanges.Select(change => change.Action).OfType<CreateVirtualMachine>().Count(create =>
            create.Group == group.Id && create.Specification?.Version == target.Version && !serving.Contains(create.VirtualMachine) &&
            !removed.Contains(create.VirtualMachine) && !underWay.Contains(EntityId.Of(create.VirtualMachine)) &&
            !IsBeingPrepared(present.GetValueOrDefault(create.VirtualMachine)));
    }

    private static bool IsBeingPrepared(VirtualMachine? machine) =>
        machine is { State: PowerState.On, Guest: GuestState.Starting or GuestState.Configured };

    // Replicas share one load evenly, so that what one needs says how much its version costs.
    private static string? WhyExpensive(VmGroup group, VmTemplate target, FleetSnapshot fleet, Outlook outlook)
    {
        int middle = outlook.LevelAtLeast(0.5) * outlook.Steps;
        var needs = outlook.VirtualMachines
            .Where(known => known.Quality.IsActionable && known.Cpu.Quantiles.Length > middle)
            .ToDictionary(known => known.VirtualMachine, known => (double)known.Cpu.Quantiles[middle]);
        var replicas = fleet.VirtualMachines
            .Where(machine => machine.Group == group.Id && machine.IsServing && needs.ContainsKey(machine.Id)).ToList();
        var now = replicas.Where(machine => machine.TemplateVersion == target.Version).ToList();
        var before = replicas.Where(machine => machine.TemplateVersion != target.Version).ToList();
        if (now.Count == 0 || before.Count == 0)
        {
            return null;
        }

        double cost = now.Average(machine => needs[machine.Id]);
        double usual = before.Average(machine => needs[machine.Id]);

        return usual > 0 && cost > MostCpu * usual
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"A replica of version {target.Version} of '{target.Id}' needs {cost:0} MHz where others need {usual:0}.")
            : null;
    }
}
