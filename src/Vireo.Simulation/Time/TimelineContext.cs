namespace Vireo.Simulation;

/// <summary>Brings continuations back to the thread that pumps a timeline.</summary>
internal sealed class TimelineContext(VirtualTimeline timeline) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => timeline.Enqueue(d, state);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (timeline.IsPumpThread)
        {
            d(state);
        }
        else
        {
            SendFromOutside(d, state);
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    private void SendFromOutside(SendOrPostCallback callback, object? state)
    {
        using var done = new ManualResetEventSlim();
        Exception? failure = null;
        timeline.Enqueue(
            _ =>
            {
                try
                {
                    callback(state);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
                finally
                {
                    done.Set();
                }
            },
            null);
        done.Wait();
        if (failure is not null)
        {
            throw new InvalidOperationException("A call sent to the timeline failed.", failure);
        }
    }
}
