using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Scaling;

namespace Vireo.Scheduling.Remedies;

/// <summary>What remedies want of a group, beside its rules.</summary>
internal static class RemedyProposals
{
    /// <summary>One for each incident of the group, or of a machine of it, that is answered now.</summary>
    public static ImmutableArray<ScalingProposal> Of(
        VmGroup group, GroupReplicas replicas, ImmutableArray<DueRemedy> due, IReadOnlyCollection<VirtualMachine> members) =>
    [
        .. due.Where(one => one.Remedy.Kind == RemedyKind.Scale && IsOf(one.Incident.Entity, group, members))
            .Select(one => new ScalingProposal(
                $"remedy {one.Remedy.Name}", replicas.Usable + one.Remedy.Replicas, one.Why.TrimEnd('.')) { Answers = one.Answer }),
    ];

    private static bool IsOf(EntityId entity, VmGroup group, IReadOnlyCollection<VirtualMachine> members) =>
        entity == EntityId.Of(group.Id) || members.Any(machine => EntityId.Of(machine.Id) == entity);
}
