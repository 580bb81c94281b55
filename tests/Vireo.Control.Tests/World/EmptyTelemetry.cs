using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Control.Tests;

/// <summary>A store without a sample.</summary>
internal sealed class EmptyTelemetry : ITelemetryStore
{
    public IReadOnlyList<SeriesKey> Keys => [];

    public Task AppendAsync(IReadOnlyList<Measurement> samples, CancellationToken cancellationToken) => Task.CompletedTask;

    public TimeSeries? Read(SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step) => null;

    public FleetSeries ReadFleet(DateTimeOffset from, DateTimeOffset to, TimeSpan step) =>
        new(to, step, new Dictionary<SeriesKey, TimeSeries>());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
