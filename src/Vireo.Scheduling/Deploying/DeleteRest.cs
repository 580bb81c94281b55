using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying;

/// <summary>How long a machine that could not be deleted is left alone: a storage that does not let go of its disks is
/// not asked every cycle.</summary>
internal static class DeleteRest
{
    // As far as failures are remembered, which is two hours.
    private static readonly RetryRest Rest = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(60));

    /// <summary>Why it is not deleted now; null when it may be. Not for one whose deletion is under way.</summary>
    public static string? Find(VirtualMachine machine, FleetSnapshot fleet)
    {
        // Names are used again: what was tried before it was made was tried on another.
        var made = fleet.RecentChanges
            .Where(change => change.Action is CreateVirtualMachine && change.Action.Target == EntityId.Of(machine.Id))
            .Select(change => change.StartedAt).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        List<DateTimeOffset> tried =
        [
            .. fleet.RecentChanges
                .Where(change => change.Action is DeleteVirtualMachine && change.Action.Target == EntityId.Of(machine.Id))
                .Select(change => change.StartedAt).Where(at => at >= made),
        ];
        if (tried.Count == 0)
        {
            return null;
        }

        var until = Rest.Until(tried.Count, tried.Max());

        return fleet.TakenAt >= until
            ? null
            : $"Deleting '{machine.Id}' failed {tried.Count} {(tried.Count == 1 ? "time" : "times")} lately; " +
              $"it is tried again at {until:HH:mm}.";
    }
}
