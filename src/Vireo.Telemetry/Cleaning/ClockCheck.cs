namespace Vireo.Telemetry.Cleaning;

/// <summary>Rejects samples whose clock cannot be right.</summary>
/// <param name="mostAhead">How far a provider's clock may run ahead of ours.</param>
/// <param name="mostBehind">How old a sample may be: older ones would fall out of retention at once.</param>
/// <remarks>A clock that jumps forward is rejected until it is right again; one that jumps back repeats instants that
/// are known and is rejected by <see cref="Deduplicator"/>. Either way the series grows old and holds
/// actions.</remarks>
public sealed class ClockCheck(TimeSpan mostAhead, TimeSpan mostBehind) : ICleaningOperator
{
    /// <inheritdoc/>
    public void Apply(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        long now = batch.Now.ToUnixTimeMilliseconds();
        long latest = now + (long)mostAhead.TotalMilliseconds;
        long earliest = now - (long)mostBehind.TotalMilliseconds;
        for (int i = 0; i < batch.Count; i++)
        {
            long time = batch.TimeOf(i);
            if (time > latest)
            {
                batch.Reject(i, RejectReason.FromTheFuture);
            }
            else if (time < earliest)
            {
                batch.Reject(i, RejectReason.FromThePast);
            }
        }

        batch.Compact();
    }
}
