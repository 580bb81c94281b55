using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying;
using Vireo.Scheduling.Deploying.Recurring;

namespace Vireo.Scheduling.Scaling;

/// <summary>The step of the decision that gives groups as many replicas as they need.</summary>
internal static class ScaleStep
{
    private const string Rule = "scale";

    // Told apart, so that what was ordered because of history is not taken for new evidence.
    private static string RuleOf(GroupPicture picture) => picture.Decision.IsAhead ? PastGrowth.AheadRule : Rule;

    /// <summary>Orders, removes and cleans up.</summary>
    public static StepDraft Run(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var draft = new StepDraft(fleet, Rule);
        List<GroupPicture> pictures = [.. GroupPicture.All(policy, fleet, outlook)];
        var room = new RoomForReplicas(fleet, outlook, policy, pictures);
        foreach (var picture in pictures)
        {
            if (picture.Group.IsForecastOnly)
            {
                draft.Refuse(EntityId.Of(picture.Group.Id), "S15", $"Only shown: {picture.Decision.Reason}");
                continue;
            }

            CleanUp(draft, picture, fleet);
            BackendStep.Run(draft, picture);
            if (picture.Obstacle is { } obstacle)
            {
                draft.Refuse(obstacle.Entity, obstacle.Rule, obstacle.Reason);
            }

            Grow(draft, picture, room, fleet.TakenAt);
            Shrink(draft, picture);
            Update(draft, picture, room);
        }

        draft.Homeless.AddRange(room.Homeless);

        return draft;
    }

    // What failed or is stuck holds its place under the ceiling until it is gone: replaced, never multiplied.
    private static void CleanUp(StepDraft draft, GroupPicture picture, FleetSnapshot fleet)
    {
        var group = picture.Group.Id;
        foreach (var machine in picture.Broken.Where(machine => MayGo(draft, machine, fleet)))
        {
            string why = $"'{machine.Id}' of group '{group}' is {machine.State} and its guest {machine.Guest} with nothing under way: " +
                "it is replaced.";
            ImmutableArray<ActionId> stopped = machine.State is PowerState.On or PowerState.Suspended
                ? [draft.Add(new PowerOffVirtualMachine(machine.Id), Rule, why, "It serves nobody and stops.")]
                : [];
            draft.Add(
                new DeleteVirtualMachine(machine.Id) { Group = group, IsBroken = true }, Rule, why,
                "Makes room under the ceiling for another.", stopped);
        }

        foreach (var machine in picture.Stopped.Where(machine => MayGo(draft, machine, fleet)))
        {
            draft.Add(
                new DeleteVirtualMachine(machine.Id) { Group = group }, Rule,
                $"'{machine.Id}' has left group '{group}' and is stopped.", "Frees its storage.");
        }
    }

    private static bool MayGo(StepDraft draft, VirtualMachine machine, FleetSnapshot fleet)
    {
        string? rests = DeleteRest.Find(machine, fleet);
        if (rests is not null)
        {
            draft.Refuse(EntityId.Of(machine.Id), "rest", rests);
        }

        return rests is null;
    }

    private static void Grow(StepDraft draft, GroupPicture picture, RoomForReplicas room, DateTimeOffset now)
    {
        var group = picture.Group;
        if (picture.Decision.Create == 0)
        {
            return;
        }

        if (picture.Template is not { } template)
        {
            draft.Refuse(EntityId.Of(group.Id), Rule, $"Template '{group.Template}' is not configured.");
            return;
        }

        for (int number = 1; number <= picture.Decision.Create; number++)
        {
            var name = room.NameOf(group.Id, number);
            var (host, rule, reason) = room.Take(name);
            if (host is not { } place)
            {
                draft.Refuse(EntityId.Of(group.Id), rule, $"Replica {number} of {picture.Decision.Create} finds no host. {reason}");
                return;
            }

            Order(
                draft, picture,
                new CreateVirtualMachine(name, template.Id, place) { Shortage = ShortageOf(picture, now) }, template,
                $"Group '{group.Id}': {picture.Decision.Reason}");
        }
    }

    private static PastShortage? ShortageOf(GroupPicture picture, DateTimeOffset now) =>
        picture.Decision.IsByMetric && picture.Load.Now > 0
            ? new PastShortage(picture.Group.Id, picture.Ready.Length, Math.Round(picture.Load.Now, 1), now)
            : null;

    private static void Order(
        StepDraft draft, GroupPicture picture, CreateVirtualMachine create, VmTemplate template, string why)
    {
        var (group, name) = (picture.Group.Id, create.VirtualMachine);
        var last = draft.Answer(
            picture.Decision.Answers,
            create with
            {
                Group = group,
                Specification = TemplateText.Fill(template, name, ImmutableDictionary<string, string>.Empty),
            },
            RuleOf(picture), why,
            $"Serves in about {picture.Load.StartUp.TotalMinutes:0} minutes.");
        if (template.UserData is not null)
        {
            last = draft.Add(
                new ConfigureVirtualMachine(name), Rule, $"'{name}' takes its user data.", "cloud-init has ended.", last);
        }

        if (template.Health is { } check)
        {
            draft.Add(
                new CheckVirtualMachine(name, check), Rule, $"'{name}' has to serve before it joins group '{group}'.",
                "Its health check passes.", last);
        }
    }

    // One at a time, and only while nothing else happens to the group: a new replica first, where the ceiling has room
    // for it, then one of another version goes.
    private static void Update(StepDraft draft, GroupPicture picture, RoomForReplicas room)
    {
        var (group, replicas) = (picture.Group, picture.Replicas);
        bool isQuiet = picture.Decision is { Create: 0, Remove: 0 } && replicas is { Starting: 0, Leaving: 0, Broken: 0 };
        if (!isQuiet || picture.Obstacle is not null || picture.Template is not { } template || !picture.Outdated.Any())
        {
            return;
        }

        string why = $"Group '{group.Id}' goes to version {template.Version} of '{template.Id}': {picture.Outdated.Count()} of " +
            $"{picture.Ready.Length} replicas are of another." +
            (picture.Rejected is { } rejected ? $" It was rolled back from version {rejected.Version}: {rejected.Reason}" : "");
        if (picture.UpdateObstacle is { } obstacle)
        {
            draft.Refuse(obstacle.Entity, obstacle.Rule, $"{why} {obstacle.Reason}");
        }
        else if (picture.HasOneToSpare)
        {
            Remove(draft, picture, picture.Replaceable.First(), why);
        }
        else
        {
            Replace(draft, picture, template, why, room);
        }
    }

    private static void Replace(StepDraft draft, GroupPicture picture, VmTemplate template, string why, RoomForReplicas room)
    {
        var name = room.NameOf(picture.Group.Id, 1);
        var (host, rule, reason) = room.Take(name);
        if (host is { } place)
        {
            Order(draft, picture, new CreateVirtualMachine(name, template.Id, place), template, why);
        }
        else
        {
            draft.Refuse(EntityId.Of(picture.Group.Id), rule, $"{why} The next finds no host. {reason}");
        }
    }

    private static void Shrink(StepDraft draft, GroupPicture picture)
    {
        if (picture.Decision.Remove == 0)
        {
            return;
        }

        // What Obstacle found would have left nothing to remove.
        var leaver = picture.Removable.Last();
        Remove(draft, picture, leaver, $"Group '{picture.Group.Id}': {picture.Decision.Reason}");
    }

    /// <summary>Takes a replica away: out of its load balancer, stopped, deleted.</summary>
    internal static void Remove(StepDraft draft, GroupPicture picture, VirtualMachine leaver, string why)
    {
        var group = picture.Group.Id;
        var stop = draft.Add(
            new PowerOffVirtualMachine(leaver.Id), Rule, why, "The guest ends what it serves and stops.",
            BackendStep.Leave(draft, picture, leaver, why));
        draft.Add(
            new DeleteVirtualMachine(leaver.Id) { Group = group }, Rule,
            $"'{leaver.Id}' has left group '{group}'.", "Frees its storage.", stop);
    }
}
