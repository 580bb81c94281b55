using Vireo.Fleet;
using Vireo.Safety;

namespace Vireo.Control;

/// <content>Starting what may start (S13, S18, S20).</content>
internal sealed partial class ExecutionLane
{
    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var waiting = Mine().Where(run => run.Entry.Phase == JournalPhase.Waiting).ToList();
        if (waiting.Count == 0)
        {
            return;
        }

        var starts = Choose(waiting);
        bool[] results = await Task.WhenAll(starts.Select(run => SendAsync(run, cancellationToken)));
        var accepted = new List<(ActionRun, JournalEntry)>();
        for (int i = 0; i < starts.Count; i++)
        {
            // A run may have been read back by then; only what is still being sent moves on.
            if (results[i] && starts[i].Entry.Phase == JournalPhase.Sending)
            {
                accepted.Add((starts[i], starts[i].Entry with { Phase = JournalPhase.Running }));
            }
        }

        scene.Actions.Commit(accepted);
    }

    // Decides for each waiting action in plan order, on one fresh picture that includes those chosen before it, and
    // puts the intents on disk before anything is sent (S13, S18, S20).
    private List<ActionRun> Choose(List<ActionRun> waiting)
    {
        var now = Now;
        var policy = scene.Policy();
        var fleet = scene.Snapshot();
        var limits = new MigrationLimits(policy, scene.Actions.Open.Where(run => run.Entry.IsUnderWay));
        var changes = new List<(ActionRun, JournalEntry)>();
        var starts = new List<ActionRun>();
        bool isDeposed = scene.NewestFence() > scene.Fence;
        foreach (var run in waiting)
        {
            if (isDeposed)
            {
                changes.Add((run, Skip(run, "Another Vireo has taken over this cluster (S22).", now)));
            }
            else if (Obstacle(run) is { } obstacle)
            {
                changes.Add((run, Skip(run, obstacle, now)));
            }
            else if (!scene.IsPaused() && IsReady(run) && !IsBusy(run.Action.Target, fleet))
            {
                if (Preconditions.Check(run.Entry.Planned, fleet, policy) is { } changed)
                {
                    changes.Add((run, Skip(run, changed, now)));
                }
                else if (Grant(run, fleet, limits) is { } bandwidth)
                {
                    changes.Add((run, Intend(run, bandwidth, fleet, now)));
                    fleet = fleet with { InFlight = fleet.InFlight.Add(new InFlightAction(run.Id, run.Action, now)) };
                    starts.Add(run);
                }
            }
        }

        scene.Actions.Commit(changes);

        return starts;
    }

    private string? Obstacle(ActionRun run)
    {
        if (run.ExpiresAt <= Now)
        {
            return $"The plan expired at {run.ExpiresAt:u} before this action could start.";
        }

        foreach (var needed in run.Entry.Planned.DependsOn)
        {
            switch (scene.Actions.PhaseOf(needed))
            {
                case null:
                    return "It comes after a step of its plan that was not approved.";
                case JournalPhase.Failed or JournalPhase.TimedOut or JournalPhase.Aborted or JournalPhase.Skipped:
                    return $"It comes after a step that did not succeed: {scene.Actions.WordsOf(run.Entry.Receipt, needed)}.";
            }
        }

        return null;
    }

    private bool IsReady(ActionRun run) =>
        run.Entry.Planned.DependsOn.All(needed => scene.Actions.PhaseOf(needed) == JournalPhase.Succeeded);

    // One action at a time on one host or machine, whatever the plan's dependencies forgot to say.
    private static bool IsBusy(EntityId target, FleetSnapshot fleet) =>
        fleet.InFlight.Any(action => action.Action.Target == target);

    private static BytesPerSecond? Grant(ActionRun run, FleetSnapshot fleet, MigrationLimits limits) =>
        run.Action is Migration migration
        && FleetLookup.Find(fleet.Hosts, migration.From) is { } from
        && FleetLookup.Find(fleet.Hosts, migration.To) is { } to
            ? limits.Grant(migration, from, to)
            : BytesPerSecond.Zero;

    private JournalEntry Intend(ActionRun run, BytesPerSecond bandwidth, FleetSnapshot fleet, DateTimeOffset now)
    {
        run.Bandwidth = bandwidth;

        return run.Entry with
        {
            Phase = JournalPhase.Sending,
            Detail = "",
            Fence = scene.Fence,
            StartedAt = now,
            Deadline = now + Patience.For(run.Action, bandwidth, fleet.VirtualMachines, scene.Options.Timeouts),
            Before = ReadBack.Describe(run.Action.Target, scene.Inventory),
        };
    }

    private static JournalEntry Skip(ActionRun run, string why, DateTimeOffset now) =>
        run.Entry with { Phase = JournalPhase.Skipped, Detail = why, EndedAt = now };

    // True when accepted. A refusal is the provider's word; a lost answer leaves the action as being sent, so that the
    // next round asks before anything is sent again.
    private async Task<bool> SendAsync(ActionRun run, CancellationToken cancellationToken)
    {
        run.Sends++;
        var request = new ActionRequest(run.Id, run.Action, scene.Fence, run.Bandwidth);
        try
        {
            await _call.TellAsync(token => actuator.StartAsync(request, token), cancellationToken);
            return true;
        }
        catch (ProviderException refusal) when (!refusal.IsTransient)
        {
            run.Report(ActionPhase.Failed, refusal.Message, Now);
            return false;
        }
        catch (ProviderException lost)
        {
            TellOnce($"Whether an action was accepted is unknown ({ActionWords.Of(run.Action)}): {lost.Message}");
            return false;
        }
    }
}
