using System.Threading.Channels;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Carries out the actions of one provider in rounds: ask about those under way, look at the inventory once for
/// all, conclude those that have ended, start those that may start.</summary>
/// <remarks>A lane a provider, so that one that hangs holds up nobody else. Every round works from what is journalled,
/// so after an error or a restart the next round simply goes on.</remarks>
internal sealed class ExecutionLane(ProviderId provider, IHypervisorActuator actuator, ExecutionScene scene)
{
    private const int MostSends = 3;

    private readonly ProviderCall _call = new(scene.Options.ProviderDeadline, scene.Time);

    // One token is enough: it says "look again", and a lane that is awake looks anyway.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private string _lastTrouble = "";

    /// <summary>Something may have to be started.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Works until cancelled; sleeps while nothing is open.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _wake.Reader.WaitToReadAsync(cancellationToken))
        {
            _wake.Reader.TryRead(out _);
            while (Mine().Any())
            {
                await RoundAsync(cancellationToken);
                if (Mine().Any())
                {
                    await Task.Delay(scene.Options.PollInterval, scene.Time, cancellationToken);
                }
            }
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAboutRunningAsync(cancellationToken);
            if (await LookAsync(cancellationToken))
            {
                Conclude();
                await StartAsync(cancellationToken);
            }

            _lastTrouble = "";
        }
        catch (StateUnavailableException trouble)
        {
            // Nothing was changed in memory that is not on disk; the next round tries again.
            TellOnce(trouble.Message);
        }
    }

    private IEnumerable<ActionRun> Mine() => scene.Actions.Open.Where(run => run.Provider == provider);

    private List<ActionRun> UnderWay() => [.. Mine().Where(run => run.Entry.IsUnderWay)];

    private DateTimeOffset Now => scene.Time.GetUtcNow();

    // ---- ask -------------------------------------------------------------------------------------------------------

    private async Task AskAboutRunningAsync(CancellationToken cancellationToken)
    {
        var asked = UnderWay().Where(run => run.Reported is null).ToList();
        var answers = await Task.WhenAll(asked.Select(run => QueryAsync(run, cancellationToken)));
        var changes = new List<(ActionRun, JournalEntry)>();
        for (int i = 0; i < asked.Count; i++)
        {
            if (asked[i].Entry.IsUnderWay && Understand(asked[i], answers[i]) is { } next)
            {
                changes.Add((asked[i], next));
            }
        }

        scene.Actions.Commit(changes);
        await AbortOverdueAsync(cancellationToken);
    }

    private async Task<ActionStatus?> QueryAsync(ActionRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await _call.AskAsync(token => actuator.QueryAsync(run.Id, token), cancellationToken);
        }
        catch (ProviderException silence)
        {
            TellOnce(silence.Message);
            return null;
        }
    }

    private JournalEntry? Understand(ActionRun run, ActionStatus? answer)
    {
        switch (answer)
        {
            case null:
                return null;
            case { Phase: ActionPhase.Running }:
                return run.Entry.Phase == JournalPhase.Sending
                    ? run.Entry with { Phase = JournalPhase.Running, Detail = answer.Detail }
                    : null;
            case { Phase: ActionPhase.Unknown } when run.Entry.Phase == JournalPhase.Sending && MaySendAgain(run):
                return run.Entry with { Phase = JournalPhase.Waiting, Detail = "It never arrived; it is sent again." };
            case { Phase: ActionPhase.Unknown }:
                run.Report(ActionPhase.Failed, "The provider does not know it.", Now);
                return null;
            default:
                run.Report(answer.Phase, answer.Detail, Now);
                return null;
        }
    }

    private bool MaySendAgain(ActionRun run) =>
        !run.IsRecovered && run.Sends < MostSends && !(run.Deadline <= Now);

    private async Task AbortOverdueAsync(CancellationToken cancellationToken)
    {
        var now = Now;
        foreach (var run in UnderWay().Where(run => run.Reported is null && run.Deadline <= now))
        {
            if (run.AbortAskedAt is null)
            {
                run.AbortAskedAt = now;
                scene.Actions.Commit([(run, run.Entry with
                {
                    Phase = JournalPhase.Aborting,
                    Detail = $"It took longer than {(now - run.Entry.StartedAt ?? TimeSpan.Zero).TotalMinutes:0.#} minutes and is aborted.",
                })]);
                await AbortAsync(run, cancellationToken);
            }
            else if (now - run.AbortAskedAt > scene.Options.Timeouts.AbortGrace)
            {
                run.Report(ActionPhase.Failed, "The provider did not confirm the abort.", now);
            }
        }
    }

    private async Task AbortAsync(ActionRun run, CancellationToken cancellationToken)
    {
        try
        {
            await _call.TellAsync(token => actuator.AbortAsync(run.Id, token), cancellationToken);
        }
        catch (ProviderException failure)
        {
            TellOnce($"Aborting '{run.Id}' failed: {failure.Message}");
        }
    }

    // ---- look ------------------------------------------------------------------------------------------------------

    // Reads the inventory when something has ended, which needs a look from after that, or may start, which needs a
    // fresh one. False when there is nothing to decide or the provider does not answer: no data, no action.
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        bool hasEnded = Mine().Any(run => run.Reported is not null);
        bool mayStart = Mine().Any(run => run.Entry.Phase == JournalPhase.Waiting);
        var asked = Now;
        bool isFresh = scene.Inventory.FreshAsOf(provider) is { } asOf && asked - asOf <= scene.Options.FreshWithin;
        if (hasEnded || (mayStart && !isFresh && CouldStart()))
        {
            await scene.Inventory.ReadAsync(provider, cancellationToken);
            isFresh = scene.Inventory.FreshAsOf(provider) >= asked;
        }

        return isFresh;
    }

    private bool CouldStart() =>
        !scene.IsPaused() && Mine().Any(run => run.Entry.Phase == JournalPhase.Waiting && Obstacle(run) is null && IsReady(run));

    // ---- conclude --------------------------------------------------------------------------------------------------

    private void Conclude()
    {
        var changes = new List<(ActionRun, JournalEntry)>();
        foreach (var run in UnderWay().Where(run => run.Reported is not null))
        {
            if (ConclusionOf(run) is { } ended)
            {
                changes.Add((run, ended));
            }
        }

        scene.Actions.Commit(changes);
    }

    private JournalEntry? ConclusionOf(ActionRun run)
    {
        var seen = ReadBack.Of(run.Action, scene.Inventory.Hosts, scene.Inventory.Machines);
        bool saysDone = run.Reported?.Phase == ActionPhase.Succeeded;
        if (!seen.IsReached && saysDone && Now - run.ReportedAt < scene.Options.Timeouts.ReadBackPatience)
        {
            return null;
        }

        string words = run.Reported?.Detail ?? "";
        var phase = seen.IsReached ? JournalPhase.Succeeded
            : run.Entry.Phase == JournalPhase.Aborting ? JournalPhase.TimedOut
            : JournalPhase.Failed;
        string detail = (seen.IsReached, saysDone) switch
        {
            (true, true) => words,
            (true, false) => $"The provider reported '{words}', yet {seen.Seen}.",
            (false, true) => $"The provider reported success, yet {seen.Seen}.",
            (false, false) => phase == JournalPhase.TimedOut ? $"{run.Entry.Detail} {words}".TrimEnd() : words,
        };

        return run.Entry with { Phase = phase, Detail = detail, After = seen.Seen, EndedAt = Now };
    }

    // ---- start -----------------------------------------------------------------------------------------------------

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

    // Decides for each waiting action in plan order, on one fresh picture that includes those chosen before it, and puts
    // the intents on disk before anything is sent (S13, S18, S20).
    private List<ActionRun> Choose(List<ActionRun> waiting)
    {
        var now = Now;
        var policy = scene.Policy();
        var fleet = scene.Snapshot();
        var limits = new MigrationLimits(policy, scene.Actions.Open.Where(run => run.Entry.IsUnderWay));
        var changes = new List<(ActionRun, JournalEntry)>();
        var starts = new List<ActionRun>();
        foreach (var run in waiting)
        {
            if (Obstacle(run) is { } obstacle)
            {
                changes.Add((run, Skip(run, obstacle, now)));
            }
            else if (!scene.IsPaused() && IsReady(run))
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
                    return $"It depends on '{needed}', which was not approved.";
                case JournalPhase.Failed or JournalPhase.TimedOut or JournalPhase.Skipped:
                    return $"It depends on '{needed}', which did not succeed.";
            }
        }

        return null;
    }

    private bool IsReady(ActionRun run) =>
        run.Entry.Planned.DependsOn.All(needed => scene.Actions.PhaseOf(needed) == JournalPhase.Succeeded);

    private static BytesPerSecond? Grant(ActionRun run, FleetSnapshot fleet, MigrationLimits limits) =>
        run.Action is Migration migration
        && FleetLookup.Find(fleet.Hosts, migration.From) is { } from
        && FleetLookup.Find(fleet.Hosts, migration.To) is { } to
            ? limits.Grant(migration, from, to)
            : BytesPerSecond.Zero;

    private JournalEntry Intend(ActionRun run, BytesPerSecond bandwidth, FleetSnapshot fleet, DateTimeOffset now)
    {
        run.Bandwidth = bandwidth;
        run.Deadline = now + Patience.For(run.Action, bandwidth, fleet.VirtualMachines, scene.Options.Timeouts);

        return run.Entry with
        {
            Phase = JournalPhase.Sending,
            Detail = "",
            Fence = scene.Fence,
            StartedAt = now,
            Before = ReadBack.Describe(run.Action.Target, fleet.Hosts, fleet.VirtualMachines),
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
            TellOnce($"Whether '{run.Id}' was accepted is unknown: {lost.Message}");
            return false;
        }
    }

    private void TellOnce(string trouble)
    {
        if (trouble != _lastTrouble)
        {
            _lastTrouble = trouble;
            scene.Tell(provider, trouble);
        }
    }
}
