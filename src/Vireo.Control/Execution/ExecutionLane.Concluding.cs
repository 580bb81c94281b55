using Vireo.Fleet;

namespace Vireo.Control;

/// <content>Concluding actions by what the inventory shows (S20).</content>
internal sealed partial class ExecutionLane
{
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
        var seen = ReadBack.Of(run.Action, scene.Inventory);
        bool saysDone = run.Reported?.Phase == ActionPhase.Succeeded;
        bool isReached = seen.IsReached && (saysDone || seen.IsProof);
        if (!isReached && saysDone && Now - run.ReportedAt < scene.Options.Timeouts.ReadBackPatience)
        {
            return null;
        }

        string words = run.Reported?.Detail ?? "";
        var phase = isReached ? JournalPhase.Succeeded
            : run.Entry.Phase == JournalPhase.AbortingAsAsked ? JournalPhase.Aborted
            : run.Entry.Phase == JournalPhase.Aborting ? JournalPhase.TimedOut
            : JournalPhase.Failed;
        string detail = (isReached, saysDone) switch
        {
            (true, true) => words,
            (true, false) => $"The provider reported '{words}', yet {seen.Seen}.",
            (false, true) => $"The provider reported success, yet {seen.Seen}.",
            (false, false) => run.Entry.IsAborting ? $"{run.Entry.Detail} {words}".TrimEnd() : words,
        };

        return run.Entry with { Phase = phase, Detail = detail, After = seen.Seen, EndedAt = Now };
    }
}
