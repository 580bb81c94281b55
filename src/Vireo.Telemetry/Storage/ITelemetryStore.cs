using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Storage;

/// <summary>Where clean measurements live. Safe for one writer and many readers.</summary>
/// <remarks>Instants are kept to the millisecond, values as the exact 64-bit number that was handed in. A sample for an
/// instant that is already stored replaces it.</remarks>
public interface ITelemetryStore : IAsyncDisposable
{
    /// <summary>All series ever stored and still retained, in order.</summary>
    IReadOnlyList<SeriesKey> Keys { get; }

    /// <summary>What the store holds and has done.</summary>
    StoreStatistics Statistics { get; }

    /// <summary>Stores one collection round; durable when the task completes.</summary>
    /// <param name="samples">Clean samples: rates instead of counters, in the metric's unit, no NaN.</param>
    /// <param name="cancellationToken">Ends the wait; the round is then stored whole or not at all.</param>
    /// <exception cref="StoreUnavailableException">The disk is full or failing; what was acknowledged stays
    /// readable.</exception>
    Task AppendAsync(IReadOnlyList<Measurement> samples, CancellationToken cancellationToken);

    /// <summary>Stores one cleaned round with its marks and watermark; durable when the task completes.</summary>
    /// <inheritdoc cref="AppendAsync(IReadOnlyList{Measurement}, CancellationToken)" path="/exception"/>
    Task AppendAsync(CleanBatch batch, CancellationToken cancellationToken);

    /// <summary>Reads one series on an even grid (mean of the samples in each step); null when nothing is
    /// stored.</summary>
    /// <param name="key">Which series.</param>
    /// <param name="from">Inclusive; rounded down to the grid.</param>
    /// <param name="to">Exclusive; the age in the quality counts from here.</param>
    /// <param name="step">Grid spacing, at least a millisecond.</param>
    TimeSeries? Read(SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step);

    /// <summary>Reads every series that has a sample in the window, in the order of their keys.</summary>
    FleetSeries ReadFleet(DateTimeOffset from, DateTimeOffset to, TimeSpan step);

    /// <summary>Reads one series rolled up, further back than single samples are kept; null when nothing is
    /// stored.</summary>
    /// <param name="key">Which series.</param>
    /// <param name="from">Inclusive; rounded down to the resolution.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="resolution">Length of the intervals.</param>
    RollupSeries? ReadRollup(SeriesKey key, DateTimeOffset from, DateTimeOffset to, RollupResolution resolution);

    /// <summary>The newest instant of a provider that is stored; null when it never was read.</summary>
    DateTimeOffset? ReadWatermark(ProviderId provider);

    /// <summary>Drops what is older than its resolution is kept for, rolling samples up first.</summary>
    /// <param name="now">The end of all retention periods.</param>
    /// <exception cref="StoreUnavailableException">The disk is full or failing; nothing was dropped.</exception>
    void ApplyRetention(DateTimeOffset now);
}
