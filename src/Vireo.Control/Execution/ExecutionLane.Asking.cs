using Vireo.Fleet;

namespace Vireo.Control;

/// <content>Asking the provider what became of actions, and aborting those that take too long (S19).</content>
internal sealed partial class ExecutionLane
{
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
        await AbortAsync(cancellationToken);
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
        !run.IsRecovered && run.Sends < MostSends && !(run.Entry.Deadline <= Now);

    // What is overdue, and what people want aborted.
    private async Task AbortAsync(CancellationToken cancellationToken)
    {
        var now = Now;
        foreach (var run in UnderWay().Where(
            run => run.Reported is null && (run.Entry.Deadline <= now || run.Entry.IsAborting)))
        {
            if (run.AbortAskedAt is null)
            {
                if (!run.Entry.IsAborting)
                {
                    scene.Actions.Commit([(run, run.Entry with
                    {
                        Phase = JournalPhase.Aborting,
                        Detail = $"It did not end by {run.Entry.Deadline:yyyy-MM-dd HH:mm:ss} UTC and is aborted.",
                    })]);
                }

                run.AbortAskedAt = now;
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
            TellOnce($"Aborting an action failed ({ActionWords.Of(run.Action)}): {failure.Message}");
        }
    }
}
