using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Storage;

namespace Vireo.Telemetry.Collecting;

/// <summary>Stores clean rounds in order and keeps those the store could not take.</summary>
internal sealed class RoundKeeper(ITelemetryStore store, int capacity)
{
    private readonly Queue<CleanBatch> waiting = new();
    private volatile string error = "";

    public int Waiting => waiting.Count;

    public bool IsFull => waiting.Count >= capacity;

    /// <summary>Why the store took nothing last time; empty when it did.</summary>
    public string Error => error;

    public void Add(CleanBatch batch) => waiting.Enqueue(batch);

    public void Clear() => waiting.Clear();

    /// <summary>Stores what waits, oldest first, until the store refuses.</summary>
    /// <returns>Samples stored.</returns>
    public async Task<long> StoreAsync(CancellationToken cancellationToken)
    {
        long stored = 0;
        try
        {
            while (waiting.TryPeek(out var batch))
            {
                await store.AppendAsync(batch, cancellationToken);
                stored += batch.Samples.Count;
                waiting.Dequeue();
            }

            error = "";
        }
        catch (StoreUnavailableException unavailable)
        {
            error = unavailable.Message;
        }

        return stored;
    }
}
