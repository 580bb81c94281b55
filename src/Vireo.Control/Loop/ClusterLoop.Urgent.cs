using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Control;

/// <content>What never waits for a cycle: a host that fails, a danger that shows in new measurements, a migration that
/// came to nothing, machines that are asked for.</content>
public sealed partial class ClusterLoop
{
    private CancellationTokenSource? _waiting;
    private string? _urgent;
    private string _early = "";

    // The first reason stands; the decision that it leads to sees whatever else has happened.
    private void Wake(string why, string key = "")
    {
        if (_urgent is null)
        {
            (_urgent, _urgentKey) = (why, key);
        }

        _waiting?.Cancel();
    }

    // What was given up or overtaken by another decision is no trouble; what failed is.
    private void WakeFor(ActionRun run, ActionOutcome outcome)
    {
        if (run.Action is Migration && outcome.HasFailed)
        {
            Wake($"{ActionWords.Of(run.Action)}: {outcome.Status}.", EventKeys.Ended(run.Id));
        }
    }

    // Whoever asked for the inventory, a host that failed is found out once.
    private void TellInventory(FleetEvent happened)
    {
        Tell(FromAction(happened));
        if (happened is { Kind: FleetEventKind.Failed, Entity.Kind: EntityKind.Host })
        {
            Wake(happened.Message, EventKeys.Any(happened));
        }
    }

    /// <summary>Waits until something is due, or something cannot wait for it: for whoever calls
    /// <see cref="RunCycleAsync"/> by a clock of its own.</summary>
    /// <param name="decidedAt">When it was decided last: a decision has time to begin before the next
    /// (<see cref="ClusterLoopOptions.RestBeforeEarly"/>).</param>
    /// <param name="next">When something is due.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether to decide at once, before it is due.</returns>
    public Task<bool> RestAsync(DateTimeOffset decidedAt, DateTimeOffset next, CancellationToken cancellationToken) =>
        OnLoopAsync(() => WaitAsync(decidedAt, next, cancellationToken));

    private async Task<bool> WaitAsync(DateTimeOffset decidedAt, DateTimeOffset next, CancellationToken cancellationToken)
    {
        _early = "";
        var left = next - _time.GetUtcNow();
        if (_urgent is null && left > TimeSpan.Zero)
        {
            await SleepAsync(left, cancellationToken);
        }

        var rest = Earlier(decidedAt + _options.RestBeforeEarly, next) - _time.GetUtcNow();
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(Whole(rest), _time, cancellationToken);
        }

        if (_urgent is not { } why || _time.GetUtcNow() >= next)
        {
            return false;
        }

        _early = why;
        Tell(new FleetEvent(
            _time.GetUtcNow(), FleetEventKind.Configuration, EntityId.Of(_options.Cluster), $"Decides early: {why}", Self));

        return true;
    }

    private async Task SleepAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _waiting = waiting;
        try
        {
            await Task.Delay(Whole(time), _time, waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Woken: whoever woke it has left the reason.
        }
        finally
        {
            _waiting = null;
        }
    }

    // A delay drops what is less than a millisecond: one of half a millisecond ends at once, and where time goes by
    // delays only it would never be due.
    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private async Task LookOutAsync(CancellationToken cancellationToken)
    {
        while (_options.LookoutInterval is { } interval)
        {
            await Task.Delay(interval, _time, cancellationToken);
            try
            {
                await _inventory.ReadAllAsync(cancellationToken);
                WakeForDanger();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The next decision looks at the same and tells what is wrong; actions go on.
                LogCycleFailed(failure, _options.Cluster);
            }
        }
    }

    // Only where measurements have come that no decision has seen; looking twice at the same changes nothing (S5).
    private void WakeForDanger()
    {
        var now = _time.GetUtcNow();
        var step = _forecaster.Options.Step;
        if (FloorTo(step, now) <= FloorTo(step, _fleet.TakenAt) || _cycle == 0)
        {
            return;
        }

        var known = _outlook.Hazards.Select(hazard => (hazard.Entity, hazard.Kind)).ToHashSet();
        var seen = Watcher.Watch(
            _watch, _rules, Snapshot(), ReadCleanSeries(now), new WatchSignals([], _alertRules.Picture, _timeline.Events));
        if (seen.Hazards.FirstOrDefault(hazard => hazard.Kind is not HazardKind.BadTelemetry && !known.Contains((hazard.Entity, hazard.Kind)))
            is { } danger)
        {
            Wake($"{danger.Entity} is in danger: {danger.Reason}");
        }
    }
}
