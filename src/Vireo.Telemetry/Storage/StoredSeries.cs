using Vireo.Fleet;

namespace Vireo.Telemetry.Storage;

/// <summary>What a store keeps in memory about one series.</summary>
internal sealed class StoredSeries(int id, SeriesKey key)
{
    public int Id { get; } = id;

    public SeriesKey Key { get; } = key;

    /// <summary>Every sample at or after <see cref="CompleteFrom"/>, on disk or not.</summary>
    public SeriesBuffer Recent { get; } = new();

    /// <summary>Samples that came too late for their chunk and wait for the next.</summary>
    public SeriesBuffer Late { get; } = new();

    /// <summary>Null until something was noticed, as it is for nearly every series.</summary>
    public MarkList? Marks { get; set; }

    public long CompleteFrom { get; set; } = long.MinValue;

    /// <summary>The newest instant that is in a chunk.</summary>
    public long FoldedThrough { get; set; } = long.MinValue;

    /// <summary>Samples that are in no chunk yet.</summary>
    public int Unfolded { get; set; }

    public long FirstAt { get; set; } = long.MaxValue;

    public long LastAt { get; set; } = long.MinValue;

    /// <summary>The series whose sample followed in the last round: rounds repeat their order, which saves
    /// hashing.</summary>
    public StoredSeries? Next { get; set; }

    public bool IsKeyedBy(in SeriesKey other) =>
        ReferenceEquals(Key.Metric, other.Metric) && Key.Entity.Kind == other.Entity.Kind
        && string.Equals(Key.Entity.Value, other.Entity.Value, StringComparison.Ordinal);

    public void Witness(long at)
    {
        FirstAt = Math.Min(FirstAt, at);
        LastAt = Math.Max(LastAt, at);
    }
}
