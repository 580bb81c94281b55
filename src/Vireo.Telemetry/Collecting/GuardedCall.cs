namespace Vireo.Telemetry.Collecting;

/// <summary>Calls something outside with a deadline that holds even when the other side ignores its token.</summary>
internal sealed class GuardedCall(string name, TimeSpan deadline, TimeProvider time)
{
    private Task? abandoned;

    /// <summary>Calls, and waits no longer than the deadline.</summary>
    /// <exception cref="TimeoutException">No answer in time, or an earlier call has still not ended.</exception>
    public async Task<T> InvokeAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        ThrowIfStillBusy();
        using var timeout = new CancellationTokenSource(deadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var running = call(linked.Token);
        try
        {
            return await running.WaitAsync(linked.Token);
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            abandoned = running;
            cancellationToken.ThrowIfCancellationRequested();

            throw new TimeoutException($"{name} did not answer within {deadline.TotalSeconds:0} seconds.");
        }
    }

    private void ThrowIfStillBusy()
    {
        if (abandoned is null)
        {
            return;
        }

        if (!abandoned.IsCompleted)
        {
            throw new TimeoutException($"{name} has not ended a call that was given up.");
        }

        // Looked at, so that the failure of a call nobody awaits any more does not surface elsewhere.
        _ = abandoned.Exception;
        abandoned = null;
    }
}
