namespace Vireo.Telemetry.Collecting;

/// <summary>Calls something outside with a deadline that holds even when the other side ignores its token.</summary>
internal sealed class GuardedCall(string name, TimeSpan deadline, TimeProvider time)
{
    private Task? abandoned;
    private Deadline? kept;

    /// <summary>Calls, and waits no longer than the deadline.</summary>
    /// <exception cref="TimeoutException">No answer in time, or an earlier call has still not ended.</exception>
    public async Task<T> InvokeAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        ThrowIfStillBusy();
        var limit = new Deadline(deadline, time, cancellationToken);
        try
        {
            var running = call(limit.Token);
            abandoned = running;
            var answer = await running.WaitAsync(limit.Token);
            abandoned = null;

            return answer;
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();

            throw new TimeoutException($"{name} did not answer within {deadline.TotalSeconds:0} seconds.");
        }
        finally
        {
            Release(limit);
        }
    }

    /// <summary>Disposes the deadline when its call has ended. Earlier would take from the call the registrations that
    /// are still to tell it of the cancellation.</summary>
    private void Release(Deadline limit)
    {
        if (abandoned is null || abandoned.IsCompleted)
        {
            abandoned = null;
            limit.Dispose();
        }
        else
        {
            kept = limit;
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
        kept?.Dispose();
        kept = null;
    }

    private sealed class Deadline : IDisposable
    {
        private readonly CancellationTokenSource timeout;
        private readonly CancellationTokenSource linked;

        public Deadline(TimeSpan after, TimeProvider time, CancellationToken cancellationToken)
        {
            timeout = new CancellationTokenSource(after, time);
            linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        }

        public CancellationToken Token => linked.Token;

        public void Dispose()
        {
            linked.Dispose();
            timeout.Dispose();
        }
    }
}
