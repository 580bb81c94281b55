namespace Vireo.Telemetry.Collecting;

/// <summary>How the collector reads its providers.</summary>
/// <param name="Deadline">A provider that has not answered by then is given up for this round.</param>
/// <param name="FirstRetry">Wait after a first failure; it doubles with each further one.</param>
/// <param name="LongestRetry">The longest wait, and the wait after a failure that will not go away by itself.</param>
/// <param name="InitialHistory">How far back a provider is read that was never read before, if it keeps
/// history.</param>
/// <param name="RoundsWaiting">Rounds that may wait for the store. When as many wait, providers are not read until
/// there is room; what they measured meanwhile is fetched later from their history.</param>
/// <param name="SamplesPerRound">A larger answer is taken in parts, oldest first, so that memory stays bounded.</param>
/// <param name="EventsPerRound">Events beyond this many in one answer are taken with the next.</param>
/// <param name="StoreRetry">Wait before a store that was unavailable is tried again.</param>
/// <param name="RetentionEvery">How often the store drops what is older than it is kept for.</param>
public sealed record CollectorOptions(
    TimeSpan Deadline, TimeSpan FirstRetry, TimeSpan LongestRetry, TimeSpan InitialHistory, int RoundsWaiting,
    int SamplesPerRound, int EventsPerRound, TimeSpan StoreRetry, TimeSpan RetentionEvery)
{
    /// <summary>30 s deadline, retries from 5 s to 5 min, a week of history, 16 rounds waiting.</summary>
    public static CollectorOptions Default { get; } = new(
        Deadline: TimeSpan.FromSeconds(30),
        FirstRetry: TimeSpan.FromSeconds(5),
        LongestRetry: TimeSpan.FromMinutes(5),
        InitialHistory: TimeSpan.FromDays(7),
        RoundsWaiting: 16,
        SamplesPerRound: 2_000_000,
        EventsPerRound: 10_000,
        StoreRetry: TimeSpan.FromSeconds(10),
        RetentionEvery: TimeSpan.FromHours(1));
}
