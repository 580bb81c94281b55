namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>How the embedded store works.</summary>
/// <param name="Retention">How long each resolution is kept.</param>
/// <param name="ChunkSamples">Rounds are folded into chunks when the series in them have this many samples on average:
/// more compress better, fewer are recovered faster. At most 480.</param>
/// <param name="SamplesUnfolded">Rounds are folded earlier when they hold this many samples, which bounds
/// memory.</param>
/// <param name="RecentSamples">So many folded samples of each series stay in memory, for the reads of every
/// cycle.</param>
/// <param name="MaximumBytes">The file never grows beyond this; zero for no limit but the disk's.</param>
/// <param name="SurvivesPowerLoss">Waits for the disk with every round. Without it the last rounds may be lost when the
/// machine, not just the process, dies; the file stays whole either way.</param>
public sealed record SqliteStoreOptions(
    Retention Retention, int ChunkSamples, int SamplesUnfolded, int RecentSamples, long MaximumBytes,
    bool SurvivesPowerLoss)
{
    /// <summary>Default retention, chunks of 360 samples, 8 million unfolded at most, no limit, safe against power
    /// loss.</summary>
    public static SqliteStoreOptions Default { get; } = new(
        Retention.Default, ChunkSamples: 360, SamplesUnfolded: 8_000_000, RecentSamples: 64, MaximumBytes: 0,
        SurvivesPowerLoss: true);
}
