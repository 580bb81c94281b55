using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Storage;

namespace Vireo.Telemetry.Tests.Collecting;

/// <summary>A store in memory that can be full.</summary>
internal sealed class FickleStore : ITelemetryStore
{
    private readonly InMemoryTelemetryStore inner = new();

    public bool IsFull { get; set; }

    public IReadOnlyList<SeriesKey> Keys => inner.Keys;

    public StoreStatistics Statistics => inner.Statistics;

    public Task AppendAsync(IReadOnlyList<Measurement> samples, CancellationToken cancellationToken) =>
        AppendAsync(CleanBatch.Of(samples), cancellationToken);

    public Task AppendAsync(CleanBatch batch, CancellationToken cancellationToken) => IsFull
        ? throw new StoreUnavailableException("The disk is full.", new IOException())
        : inner.AppendAsync(batch, cancellationToken);

    public TimeSeries? Read(SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step) => inner.Read(key, from, to, step);

    public FleetSeries ReadFleet(DateTimeOffset from, DateTimeOffset to, TimeSpan step) => inner.ReadFleet(from, to, step);

    public RollupSeries? ReadRollup(SeriesKey key, DateTimeOffset from, DateTimeOffset to, RollupResolution resolution) =>
        inner.ReadRollup(key, from, to, resolution);

    public DateTimeOffset? ReadWatermark(ProviderId provider) => inner.ReadWatermark(provider);

    public void ApplyRetention(DateTimeOffset now) => inner.ApplyRetention(now);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
