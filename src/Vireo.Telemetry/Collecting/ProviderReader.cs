using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Collecting;

/// <summary>Reads one provider with a deadline, remembers how far it got, and backs off when it fails.</summary>
internal sealed class ProviderReader
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly IHypervisor provider;
    private readonly CollectorOptions options;
    private readonly TimeProvider time;
    private readonly Backoff backoff;
    private readonly Action<FleetEvent> onEvent;
    private readonly EventMemory events;
    private readonly GuardedCall measurementCall;
    private readonly GuardedCall eventCall;
    private DateTimeOffset? newest;
    private volatile ProviderStatus status;

    public ProviderReader(
        IHypervisor provider, CollectorOptions options, TimeProvider time, Random random, Action<FleetEvent> onEvent)
    {
        this.provider = provider;
        this.options = options;
        this.time = time;
        this.onEvent = onEvent;
        backoff = new Backoff(options.FirstRetry, options.LongestRetry, random);
        measurementCall = new GuardedCall($"'{provider.Id.Value}'", options.Deadline, time);
        eventCall = new GuardedCall($"'{provider.Id.Value}', asked for events,", options.Deadline, time);
        events = new EventMemory(time.GetUtcNow());
        status = new ProviderStatus(provider.Id, null, null, 0, null, 0, "");
    }

    public ProviderId Id => provider.Id;

    public ProviderStatus Status => status;

    public TimeSpan Interval =>
        TimeSpan.FromTicks(Math.Max(provider.Capabilities.SampleInterval.Ticks, TimeSpan.TicksPerSecond));

    public bool IsResting => status.NextAttempt is { } next && time.GetUtcNow() < next;

    /// <summary>How long until the provider should be read again.</summary>
    public TimeSpan UntilNextRead =>
        status.NextAttempt is { } next ? TimeSpan.FromTicks(Math.Max(1, (next - time.GetUtcNow()).Ticks)) : Interval;

    /// <summary>Sets how far the provider has been read.</summary>
    public void ResumeFrom(DateTimeOffset? watermark)
    {
        newest = watermark;
        status = status with { NewestSample = watermark };
    }

    /// <summary>Reads measurements, then events; null when there are no measurements, and the status says
    /// why.</summary>
    public async Task<RawRound?> ReadAsync(CancellationToken cancellationToken)
    {
        RawRound? round = null;
        try
        {
            var samples = await measurementCall.InvokeAsync(
                token => provider.ReadMeasurementsAsync(After(), token), cancellationToken);
            round = Accept(TakeOldest(samples));
            await ReadEventsAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // An adapter's bug must not stop the other providers; it is reported like any failure.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            RecordFailure(failure, isSilent: round is null);
        }

        return round;
    }

    private async Task ReadEventsAsync(CancellationToken cancellationToken)
    {
        var read = await eventCall.InvokeAsync(
            token => provider.ReadEventsAsync(events.Newest - Interval, token), cancellationToken);
        foreach (var fleetEvent in events.TakeNew(read, options.EventsPerRound, time.GetUtcNow()))
        {
            onEvent(fleetEvent);
        }
    }

    /// <summary>Two intervals are read again, so that samples which were late are not missed.</summary>
    private DateTimeOffset After()
    {
        var now = time.GetUtcNow();
        var overlap = 2 * Interval;
        var history = provider.Capabilities.HistoryRetention;
        var wanted = newest is { } read ? (read < now ? read : now) - overlap : now - options.InitialHistory;
        var oldest = now - (history > overlap ? history : overlap);

        return wanted > oldest ? wanted : oldest;
    }

    private IReadOnlyList<Measurement> TakeOldest(IReadOnlyList<Measurement> samples) =>
        samples.Count <= options.SamplesPerRound
            ? samples
            : [.. samples.OrderBy(sample => sample.At).Take(options.SamplesPerRound)];

    private RawRound Accept(IReadOnlyList<Measurement> samples)
    {
        var now = time.GetUtcNow();
        var latest = now + ClockTolerance;
        bool isAhead = false;
        foreach (var sample in samples)
        {
            isAhead |= sample.At > latest;
            newest = sample.At <= latest && !(sample.At <= newest) ? sample.At : newest;
        }

        status = new ProviderStatus(
            Id, now, newest, 0, null, status.SamplesRead + samples.Count,
            isAhead ? "Its clock is more than 5 minutes ahead of ours; such samples are rejected." : "");

        return new RawRound(now, samples, newest is { } at ? new ProviderWatermark(Id, at) : null);
    }

    private void RecordFailure(Exception failure, bool isSilent)
    {
        if (!isSilent)
        {
            status = status with { Error = failure.Message };

            return;
        }

        int failures = status.FailuresInARow + 1;
        var wait = failure is ProviderException { IsTransient: false }
            ? backoff.AfterPermanent()
            : backoff.After(failures);
        status = status with
        {
            FailuresInARow = failures,
            NextAttempt = time.GetUtcNow() + wait,
            Error = failure.Message,
        };
    }
}
