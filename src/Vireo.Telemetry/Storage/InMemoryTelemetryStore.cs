using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Storage;

/// <summary>A store for simulations and tests: nothing survives the process, memory is bounded per series.</summary>
public sealed class InMemoryTelemetryStore : ITelemetryStore
{
    private readonly ReaderWriterLockSlim gate = new();
    private readonly SeriesTable table = new();
    private readonly Dictionary<ProviderId, DateTimeOffset> watermarks = [];
    private readonly int samplesPerSeries;
    private readonly TimeSpan retention;
    private long appended;

    /// <summary>Creates an empty store.</summary>
    /// <param name="samplesPerSeries">The oldest samples beyond this many are forgotten; 16 bytes each.</param>
    /// <param name="retention">How long samples are kept, all resolutions alike.</param>
    public InMemoryTelemetryStore(int samplesPerSeries, TimeSpan retention)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samplesPerSeries);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(retention, TimeSpan.Zero);
        this.samplesPerSeries = samplesPerSeries;
        this.retention = retention;
    }

    /// <summary>Creates an empty store that keeps five weeks of five-minute samples.</summary>
    public InMemoryTelemetryStore()
        : this(samplesPerSeries: 35 * 288, Retention.Default.Raw)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<SeriesKey> Keys
    {
        get
        {
            using var held = new ReadLock(gate);

            return table.Keys;
        }
    }

    /// <inheritdoc/>
    public StoreStatistics Statistics
    {
        get
        {
            using var held = new ReadLock(gate);
            long inMemory = table.InOrder.Sum(series => (long)series.Recent.Count);

            return new StoreStatistics(table.Count, appended, inMemory, 0, 0, 0, 0);
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<Measurement> samples, CancellationToken cancellationToken) =>
        AppendAsync(CleanBatch.Of(samples), cancellationToken);

    /// <inheritdoc/>
    public Task AppendAsync(CleanBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        var samples = SampleArray.Of(batch.Samples);
        SampleArray.ThrowIfNotFinite(samples);
        using var held = new WriteLock(gate);
        StoredSeries? previous = null;
        foreach (var sample in samples)
        {
            previous = table.Follow(sample.Series, previous);
            Put(previous, sample.At.ToUnixTimeMilliseconds(), sample.Value);
        }

        foreach (var mark in batch.Marks)
        {
            var series = table.FindOrAdd(mark.Series);
            (series.Marks ??= new MarkList()).Add(mark.At.ToUnixTimeMilliseconds(), mark.Kind);
        }

        if (batch.Watermark is { } watermark)
        {
            watermarks[watermark.Provider] = watermark.At;
        }

        appended += batch.Samples.Count;

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public TimeSeries? Read(SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        var window = new SeriesWindow(from, to, step);
        using var held = new ReadLock(gate);

        return table.Find(key) is { } series ? window.Build(series, series.Recent) : null;
    }

    /// <inheritdoc/>
    public FleetSeries ReadFleet(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        var window = new SeriesWindow(from, to, step);
        using var held = new ReadLock(gate);
        var found = new OrderedDictionary<SeriesKey, TimeSeries>(table.Count);
        foreach (var series in table.InOrder)
        {
            if (window.Build(series, series.Recent) is { } built)
            {
                found.Add(series.Key, built);
            }
        }

        return new FleetSeries(to, step, found);
    }

    /// <inheritdoc/>
    public RollupSeries? ReadRollup(
        SeriesKey key, DateTimeOffset from, DateTimeOffset to, RollupResolution resolution)
    {
        var window = new SeriesWindow(from, to, TimeSpan.FromSeconds((int)resolution));
        using var held = new ReadLock(gate);
        if (table.Find(key) is not { } series)
        {
            return null;
        }

        var samples = series.Recent;
        int first = samples.IndexFrom(window.From);
        int end = samples.IndexFrom(window.To);
        var points = new List<RollupPoint>();
        Rollup.Append(samples.Times[first..end], samples.Values[first..end], resolution, points);

        return points.Count == 0 ? null : new RollupSeries(key, resolution, points);
    }

    /// <inheritdoc/>
    public DateTimeOffset? ReadWatermark(ProviderId provider)
    {
        using var held = new ReadLock(gate);

        return watermarks.TryGetValue(provider, out var at) ? at : null;
    }

    /// <inheritdoc/>
    public void ApplyRetention(DateTimeOffset now)
    {
        long oldest = (now - retention).ToUnixTimeMilliseconds();
        using var held = new WriteLock(gate);
        foreach (var series in table.InOrder)
        {
            series.Recent.RemoveFirst(series.Recent.IndexFrom(oldest));
        }

        table.Remove([.. table.InOrder.Where(series => series.Recent.Count == 0)]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        gate.Dispose();

        return ValueTask.CompletedTask;
    }

    private void Put(StoredSeries series, long at, double value)
    {
        series.Witness(at);
        series.Recent.Put(at, value);
        if (series.Recent.Count > samplesPerSeries)
        {
            series.Recent.RemoveFirst(1);
        }
    }
}
