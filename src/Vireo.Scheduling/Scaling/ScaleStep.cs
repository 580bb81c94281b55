using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>The step of the decision that gives groups as many replicas as they need.</summary>
internal static class ScaleStep
{
    private const string Rule = "scale";

    /// <summary>Orders, removes and cleans up.</summary>
    public static StepDraft Run(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var draft = new StepDraft(fleet, Rule);
        var room = new RoomForReplicas(fleet, policy);
        foreach (var group in policy.Groups.OrderBy(group => group.Id))
        {
            var picture = GroupPicture.Of(group, fleet, outlook);
            if (group.IsForecastOnly)
            {
                draft.Refuse(EntityId.Of(group.Id), "S15", $"Only shown: {picture.Decision.Reason}");
                continue;
            }

            CleanUp(draft, picture);
            Grow(draft, picture, room, policy);
            Shrink(draft, picture);
        }

        return draft;
    }

    // What failed or is stuck holds its place under the ceiling until it is gone: replaced, never multiplied.
    private static void CleanUp(StepDraft draft, GroupPicture picture)
    {
        var group = picture.Group.Id;
        foreach (var machine in picture.Broken)
        {
            draft.Add(
                new DeleteVirtualMachine(machine.Id) { Group = group, IsBroken = true }, Rule,
                $"'{machine.Id}' of group '{group}' is {machine.State} with nothing under way: it is replaced.",
                "Makes room under the ceiling for another.");
        }

        foreach (var machine in picture.Stopped)
        {
            draft.Add(
                new DeleteVirtualMachine(machine.Id) { Group = group }, Rule,
                $"'{machine.Id}' has left group '{group}' and is stopped.", "Frees its storage.");
        }
    }

    private static void Grow(StepDraft draft, GroupPicture picture, RoomForReplicas room, Policy policy)
    {
        var group = picture.Group;
        if (picture.Decision.Create == 0)
        {
            return;
        }

        if (picture.IsTemplateSuspect)
        {
            draft.Refuse(
                EntityId.Of(group.Id), "S29",
                $"{picture.Decision.Create} more replicas are wanted, but {picture.FailedLately} creations from template " +
                $"'{group.Template}' came to nothing within the hour. Look at the template; it is tried again after the hour.");
            return;
        }

        if (policy.Templates.FirstOrDefault(known => known.Id == group.Template) is not { } template)
        {
            draft.Refuse(EntityId.Of(group.Id), Rule, $"Template '{group.Template}' is not configured.");
            return;
        }

        for (int number = 1; number <= picture.Decision.Create; number++)
        {
            if (room.Take(template, group.Id) is not { } host)
            {
                draft.Refuse(
                    EntityId.Of(group.Id), "memory",
                    $"Replica {number} of {picture.Decision.Create} finds no host: {room.WhyNot(template)}");
                return;
            }

            var name = GroupPicture.NameOf(group.Id, room.At, number);
            draft.Add(
                new CreateVirtualMachine(name, template.Id, host) { Group = group.Id }, Rule,
                $"Group '{group.Id}': {picture.Decision.Reason}",
                $"Serves in about {picture.Load.StartUp.TotalMinutes:0} minutes.");
        }
    }

    private static void Shrink(StepDraft draft, GroupPicture picture)
    {
        var group = picture.Group;
        if (picture.Decision.Remove == 0)
        {
            return;
        }

        // The youngest goes: it has the least in its caches.
        var leaver = picture.Ready.Where(machine => GroupPicture.IsMadeFor(group.Id, machine.Id)).MaxBy(machine => machine.Id);
        if (leaver is null)
        {
            draft.Refuse(
                EntityId.Of(group.Id), "S23",
                $"One of {picture.Ready.Length} could go, but none was made by Vireo: what others made, others remove.");
            return;
        }

        var stop = draft.Add(
            new PowerOffVirtualMachine(leaver.Id), Rule, $"Group '{group.Id}': {picture.Decision.Reason}",
            "The guest ends what it serves and stops.");
        draft.Add(
            new DeleteVirtualMachine(leaver.Id) { Group = group.Id }, Rule,
            $"'{leaver.Id}' has left group '{group.Id}'.", "Frees its storage.", stop);
    }
}
