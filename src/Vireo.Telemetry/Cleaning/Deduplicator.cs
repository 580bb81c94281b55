namespace Vireo.Telemetry.Cleaning;

/// <summary>Passes every instant of a series once, whatever the order and number of its arrivals.</summary>
/// <remarks>The newest 16 samples of a series are remembered. One that comes later than that can no longer be told from
/// a repetition and is rejected. A different value for a known instant passes when it is larger.</remarks>
public sealed class Deduplicator : ICleaningOperator
{
    private readonly SampleHistory history = new();

    /// <inheritdoc/>
    public void Apply(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Sort();
        for (int i = 0; i < batch.Count; i++)
        {
            switch (history.Put(batch.SlotOf(i), batch.TimeOf(i), batch.ValueOf(i), out _))
            {
                case HistoryOutcome.Repeated:
                    batch.Reject(i, RejectReason.Repeated);
                    break;
                case HistoryOutcome.TooLate:
                    batch.Reject(i, RejectReason.TooLate);
                    break;
            }
        }

        batch.Compact();
    }

    /// <inheritdoc/>
    public void Forget(int slot) => history.Forget(slot);
}
