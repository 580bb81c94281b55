namespace Vireo.Telemetry.Cleaning;

/// <summary>What cleaning has done since it started. Written by one thread, readable by any.</summary>
public sealed class CleaningReport
{
    private readonly long[] rejected = new long[Enum.GetValues<RejectReason>().Length];
    private long accepted;
    private long outliers;
    private long counterResets;

    /// <summary>Samples passed on, corrections included.</summary>
    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>Samples passed on and marked as outliers.</summary>
    public long Outliers => Interlocked.Read(ref outliers);

    /// <summary>Times a counter started again.</summary>
    public long CounterResets => Interlocked.Read(ref counterResets);

    /// <summary>Samples rejected, for all reasons.</summary>
    public long Rejected => Enum.GetValues<RejectReason>().Sum(Count);

    /// <summary>Samples rejected for one reason.</summary>
    public long Count(RejectReason reason) => Interlocked.Read(ref rejected[(int)reason]);

    internal void AddRejected(RejectReason reason) => rejected[(int)reason]++;

    internal void AddAccepted(int count) => accepted += count;

    internal void AddOutlier() => outliers++;

    internal void AddCounterReset() => counterResets++;
}
