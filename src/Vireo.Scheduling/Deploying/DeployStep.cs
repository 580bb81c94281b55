using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying;

/// <summary>The step of the decision that makes what was asked for: each machine is created, booted, configured and
/// checked, after those that it depends on; and what failed is taken away again.</summary>
/// <remarks>Works from what the inventory shows, not from what was sent, so that it goes on after a crash where it
/// stood.</remarks>
internal static class DeployStep
{
    private const string Rule = "deploy";

    /// <summary>Plans all deployments that have not ended, oldest first.</summary>
    /// <param name="fleet">What is there and under way.</param>
    /// <param name="outlook">What hosts will carry.</param>
    /// <param name="policy">Templates, pools and rules.</param>
    public static StepDraft Run(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var draft = new StepDraft(fleet, Rule);
        var running = fleet.Deployments.Where(deployment => deployment.Status == DeploymentStatus.Running).ToList();
        if (running.Count > 0)
        {
            var scene = new DeployScene(fleet, outlook, policy, running);
            foreach (var deployment in running.Where(deployment => !scene.IsUnderWay(deployment)))
            {
                Make(draft, deployment, scene);
            }

            draft.Homeless.AddRange(scene.Homeless);
        }

        foreach (var deployment in fleet.Deployments.Where(one => one.Status == DeploymentStatus.Undoing))
        {
            Undo(draft, deployment, fleet);
        }

        return draft;
    }

    // All machines of a deployment are planned, or none: half of one serves nobody.
    private static void Make(StepDraft draft, Deployment deployment, DeployScene scene)
    {
        if (scene.WhyNot(deployment) is { } refusal)
        {
            draft.Refuse(refusal.Entity, refusal.Rule, refusal.Reason);
            return;
        }

        Dictionary<VirtualMachineId, ActionId> last = [];
        foreach (var machine in InOrder(deployment))
        {
            ImmutableArray<ActionId> after = [.. machine.After.Where(last.ContainsKey).Select(needed => last[needed])];
            if (Steps(draft, deployment, machine, scene, after) is { } ended)
            {
                last[machine.Name] = ended;
            }
        }
    }

    private static ActionId? Steps(
        StepDraft draft, Deployment deployment, DeployedMachine machine, DeployScene scene, ImmutableArray<ActionId> after)
    {
        var there = scene.Find(machine.Name);
        var template = scene.TemplateOf(machine);
        ActionId? last = null;
        void Then(FleetAction action, string why, string effect)
        {
            last = draft.Add(action, Rule, $"Deployment '{deployment.Id}': {why}", effect, last is { } known ? [known] : after);
        }

        var host = there?.Host ?? scene.HostFor(machine.Name);
        if (there is null)
        {
            Then(
                new CreateVirtualMachine(machine.Name, template.Id, host)
                {
                    Deployment = deployment.Id,
                    Specification = template,
                    Pool = machine.Pool,
                    StaysOff = true,
                },
                $"'{machine.Name}' was asked for by {deployment.RequestedBy}{Why(deployment)}; host '{host}' has room for it in every step of the forecast.",
                $"'{machine.Name}' exists on '{host}' and is off.");
        }

        if (there is not { State: PowerState.On })
        {
            Then(new PowerOnVirtualMachine(machine.Name, host), $"'{machine.Name}' boots.", "The guest starts.");
        }

        if (template.UserData is not null && there is not { Guest: GuestState.Configured or GuestState.Healthy })
        {
            Then(new ConfigureVirtualMachine(machine.Name), $"'{machine.Name}' takes its user data.", "cloud-init has ended.");
        }

        if (template.Health is { } check && there is not { Guest: GuestState.Healthy })
        {
            Then(
                new CheckVirtualMachine(machine.Name, check), $"'{machine.Name}' has to serve before it counts.",
                "Its health check passes.");
        }

        return last;
    }

    private static string Why(Deployment deployment) =>
        deployment.Evidence.Length > 0 ? $" ({deployment.Evidence.TrimEnd('.')})" : "";

    // Only what the provider says was made by this deployment is ever taken away.
    private static void Undo(StepDraft draft, Deployment deployment, FleetSnapshot fleet)
    {
        var busy = fleet.InFlight.Select(action => action.Action.Target).ToHashSet();
        foreach (var machine in fleet.VirtualMachines.Where(machine => machine.Deployment == deployment.Id))
        {
            if (busy.Contains(EntityId.Of(machine.Id)))
            {
                continue;
            }

            if (DeleteRest.Find(machine, fleet) is { } rests)
            {
                draft.Refuse(EntityId.Of(machine.Id), "rest", rests);
                continue;
            }

            string why = $"Deployment '{deployment.Id}' is undone: {deployment.Reason}";
            ImmutableArray<ActionId> stopped = machine.State is PowerState.On or PowerState.Suspended
                ? [draft.Add(new PowerOffVirtualMachine(machine.Id), Rule, why, $"'{machine.Id}' stops.")]
                : [];
            draft.Add(new DeleteVirtualMachine(machine.Id), Rule, why, $"Nothing of '{machine.Id}' is left.", stopped);
        }
    }

    // Those that others wait for come first; a circle was refused when it was asked for, and what is left of one keeps
    // its order.
    private static IEnumerable<DeployedMachine> InOrder(Deployment deployment)
    {
        var left = deployment.Machines.ToList();
        while (left.Count > 0)
        {
            var next = left.Find(machine => !machine.After.Any(needed => left.Exists(other => other.Name == needed))) ?? left[0];
            left.Remove(next);
            yield return next;
        }
    }
}
