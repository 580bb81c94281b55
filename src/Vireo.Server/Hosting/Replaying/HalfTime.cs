namespace Vireo.Server.Hosting.Replaying;

/// <summary>Rests as long as it worked, so that whoever shares the processors gets at least half of them.</summary>
internal sealed class HalfTime(TimeProvider time, CancellationToken cancellationToken)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);
    private long _since = time.GetTimestamp();

    /// <summary>Call it after each piece of work, on the thread that did it.</summary>
    public void AfterWork()
    {
        var worked = time.GetElapsedTime(_since);
        cancellationToken.WaitHandle.WaitOne(worked < LongestRest ? worked : LongestRest);
        _since = time.GetTimestamp();
    }
}
