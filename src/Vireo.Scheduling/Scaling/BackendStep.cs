using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>Lets replicas into the load balancer of their group once they serve, and takes them out before they
/// go.</summary>
internal static class BackendStep
{
    private const string Rule = "scale";

    /// <summary>Joins who serves, and removes who cannot.</summary>
    public static void Run(StepDraft draft, GroupPicture picture)
    {
        if (picture.Backends is not { } backends)
        {
            return;
        }

        var group = EntityId.Of(picture.Group.Id);
        if (backends.Trouble is { } trouble)
        {
            draft.Refuse(group, "S28", trouble);
            return;
        }

        foreach (var machine in backends.Outside.Where(machine => !backends.IsBusy(machine.Id)))
        {
            Join(draft, picture, machine, backends);
        }

        foreach (var machine in backends.Left.Where(machine => !backends.IsBusy(machine.Id)))
        {
            GoOn(draft, picture, machine, backends);
        }

        foreach (var machine in backends.Stale([.. picture.Broken, .. picture.Stopped]))
        {
            draft.Add(
                new LeaveBackendPool(machine, picture.Group.BackendPool!.Value, picture.Group.Id) { AtOnce = true }, Rule,
                $"'{machine}' serves no more, and '{picture.Group.BackendPool}' still sends requests to it.", "Requests go to the others.");
        }

        if (!backends.DrainedByOthers.IsEmpty)
        {
            draft.Refuse(
                group, "S23",
                $"Somebody else drains {GroupBackends.Named(backends.DrainedByOthers)} in '{picture.Group.BackendPool}'; Vireo yields.");
        }
    }

    /// <summary>Drains a replica before it is stopped.</summary>
    /// <returns>What has to come before; nothing where no load balancer knows it.</returns>
    public static ImmutableArray<ActionId> Leave(StepDraft draft, GroupPicture picture, VirtualMachine leaver, string why) =>
        picture.Backends?.StateOf(leaver.Id) is null
            ? []
            :
            [
                draft.Add(
                    new LeaveBackendPool(leaver.Id, picture.Group.BackendPool!.Value, picture.Group.Id), Rule, why,
                    "It is sent nothing new and ends what it has begun."),
            ];

    // What was begun ends, also when Vireo or the load balancer was interrupted between.
    private static void GoOn(StepDraft draft, GroupPicture picture, VirtualMachine machine, GroupBackends backends)
    {
        bool isMember = backends.StateOf(machine.Id) is not null;
        if (isMember && backends.Rests<LeaveBackendPool>(machine.Id) is { } rests)
        {
            draft.Refuse(EntityId.Of(machine.Id), "rest", rests);
        }
        else
        {
            ScaleStep.Remove(
                draft, picture, machine,
                $"'{machine.Id}' {(isMember ? "is leaving" : "has left")} '{picture.Group.BackendPool}' and is sent nothing new.");
        }
    }

    private static void Join(StepDraft draft, GroupPicture picture, VirtualMachine machine, GroupBackends backends)
    {
        if (backends.Rests<JoinBackendPool>(machine.Id) is { } rests)
        {
            draft.Refuse(EntityId.Of(machine.Id), "rest", rests);
        }
        else
        {
            draft.Add(
                new JoinBackendPool(machine.Id, picture.Group.BackendPool!.Value, machine.Name, picture.Group.Id), Rule,
                $"'{machine.Id}' of group '{picture.Group.Id}' serves, and '{picture.Group.BackendPool}' does not send it requests yet.",
                "It takes its part of the requests.");
        }
    }
}
