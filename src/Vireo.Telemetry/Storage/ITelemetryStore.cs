using Vireo.Fleet;

namespace Vireo.Telemetry.Storage;

/// <summary>Where clean measurements live. Safe for one writer and many readers.</summary>
public interface ITelemetryStore : IAsyncDisposable
{
    /// <summary>Stores one collection round; durable when the task completes.</summary>
    /// <param name="samples">Clean samples: rates instead of counters, in the metric's unit, no NaN.</param>
    /// <param name="cancellationToken">Ends the wait; the round is then stored whole or not at all.</param>
    /// <exception cref="StoreUnavailableException">The disk is full or failing; what was acknowledged stays readable.</exception>
    Task AppendAsync(IReadOnlyList<Measurement> samples, CancellationToken cancellationToken);

    /// <summary>Reads one series on an even grid (mean of the samples in each step); null when nothing is stored.</summary>
    /// <param name="key">Which series.</param>
    /// <param name="from">Inclusive; rounded down to the grid.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="step">Grid spacing.</param>
    TimeSeries? Read(SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step);

    /// <summary>Reads every series that has a sample in the window.</summary>
    FleetSeries ReadFleet(DateTimeOffset from, DateTimeOffset to, TimeSpan step);

    /// <summary>All series ever stored and still retained, in order.</summary>
    IReadOnlyList<SeriesKey> Keys { get; }
}
