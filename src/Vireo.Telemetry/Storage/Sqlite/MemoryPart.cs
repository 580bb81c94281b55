namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>A copy of what memory holds of a series in a window, taken under the lock.</summary>
internal sealed class MemoryPart
{
    private readonly SeriesBuffer late = new();
    private readonly SeriesBuffer recent = new();

    /// <summary>From here on the copy alone is the truth.</summary>
    public long CompleteFrom { get; private set; }

    public void Copy(StoredSeries series, SeriesWindow window)
    {
        CompleteFrom = series.CompleteFrom;
        Copy(series.Late, window, late);
        Copy(series.Recent, window, recent);
    }

    /// <summary>Adds the copy to samples from disk, over which it wins.</summary>
    public void AddTo(SeriesBuffer samples)
    {
        samples.Put(late.Times, late.Values);
        samples.Put(recent.Times, recent.Values);
    }

    private static void Copy(SeriesBuffer source, SeriesWindow window, SeriesBuffer target)
    {
        int first = source.IndexFrom(window.From);
        int end = source.IndexFrom(window.To);
        target.Put(source.Times[first..end], source.Values[first..end]);
    }
}
