using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Sizing;

/// <summary>The step of the decision that gives machines the size they should have: a few a day, while they run where
/// that is possible, else in the change window; and takes it back when they suffer.</summary>
internal static class SizeStep
{
    private const string Rule = "size";
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Takes back first, then what is too small, then what is too large.</summary>
    public static StepDraft Run(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var draft = new StepDraft(fleet, Rule);
        if (policy.Resizing is not { } terms)
        {
            return draft;
        }

        var scene = new SizeScene(fleet, outlook, policy, terms);
        var reverted = TakeBack(draft, scene);
        int left = terms.MostPerDay - fleet.RecentResizes.Count(past => fleet.TakenAt - past.StartedAt < Day) - reverted.Count;
        foreach (var advice in outlook.Sizes
            .Where(advice => advice.Confidence >= terms.Confidence && !reverted.Contains(advice.VirtualMachine))
            .OrderByDescending(advice => advice.IsTooSmall).ThenBy(advice => advice.VirtualMachine))
        {
            if (scene.Free(advice.VirtualMachine) is not { } machine || SizeScene.SizeOf(machine) == advice.Size)
            {
                continue;
            }

            var entity = EntityId.Of(machine.Id);
            if (scene.RestOf(machine.Id) is { } rest)
            {
                draft.Refuse(entity, "S30", $"'{machine.Id}' got another size lately and keeps it for another {rest.InWords()}.");
            }
            else if (left <= 0)
            {
                draft.Refuse(entity, "S30", $"{terms.MostPerDay} changes of size a day are the most; '{machine.Id}' waits.");
            }
            else if (Change(draft, scene, machine, SizeScene.Bounded(machine, advice.Size), advice.Reason, isRevert: false))
            {
                left--;
            }
        }

        return draft;
    }

    private static HashSet<VirtualMachineId> TakeBack(StepDraft draft, SizeScene scene)
    {
        HashSet<VirtualMachineId> reverted = [];
        foreach (var (machine, from, reason) in scene.Suffering())
        {
            if (Change(draft, scene, machine, from, reason, isRevert: true))
            {
                reverted.Add(machine.Id);
            }
        }

        return reverted;
    }

    private static bool Change(
        StepDraft draft, SizeScene scene, VirtualMachine machine, MachineSize size, string reason, bool isRevert)
    {
        bool isLive = machine.State == PowerState.Off || machine.CanResizeLive(size.Cores, size.Memory);
        if (!isLive && scene.WhyNoRestart(machine) is { } closed)
        {
            draft.Refuse(EntityId.Of(machine.Id), "S17", closed);
            return false;
        }

        draft.Add(
            new ResizeVirtualMachine(machine.Id, size.Cores, size.Memory)
            {
                Restarts = !isLive,
                From = SizeScene.SizeOf(machine),
                IsRevert = isRevert,
            },
            isRevert ? "size-revert" : Rule, reason,
            string.Create(
                CultureInfo.InvariantCulture,
                $"From {machine.Cores} to {size.Cores} cores and from {machine.Memory.Value / (double)(1L << 30):0.#} to " +
                $"{size.Memory.Value / (double)(1L << 30):0.#} GiB{(isLive ? ", while it runs" : ", with a restart")}."));

        return true;
    }
}
