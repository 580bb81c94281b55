using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>A hypervisor that lies in one way for a while, and tells the truth before and after.</summary>
/// <param name="inner">Who knows the truth.</param>
/// <param name="kind">How it lies.</param>
/// <param name="from">From when, by <paramref name="time"/>.</param>
/// <param name="until">Until when.</param>
/// <param name="time">The clock.</param>
/// <param name="seed">Of the random kinds.</param>
public sealed class CorruptingHypervisor(
    IHypervisor inner, TelemetryCorruption kind, DateTimeOffset from, DateTimeOffset until, TimeProvider time, long seed)
    : IHypervisor
{
    private readonly SeededRandom _random = new(seed);
    private readonly Dictionary<SeriesKey, double> _lastValues = [];
    private IReadOnlyList<Measurement> _lastBatch = [];

    /// <inheritdoc/>
    public ProviderId Id => inner.Id;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities => inner.Capabilities;

    private bool IsLying => time.GetUtcNow() >= from && time.GetUtcNow() < until;

    /// <inheritdoc/>
    public async Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken)
    {
        var truth = await inner.ReadInventoryAsync(cancellationToken);

        return !IsLying ? truth : kind switch
        {
            TelemetryCorruption.ZeroCpus => truth with
            {
                Hosts = [.. truth.Hosts.Select(host => host with { Cores = 0, CpuCapacity = CpuMhz.Zero })],
            },
            TelemetryCorruption.HalfInventory => truth with
            {
                Hosts = EverySecond(truth.Hosts),
                VirtualMachines = EverySecond(truth.VirtualMachines),
            },
            _ => truth,
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        DateTimeOffset after, CancellationToken cancellationToken)
    {
        var truth = await inner.ReadMeasurementsAsync(after, cancellationToken);
        if (!IsLying)
        {
            Remember(truth);

            return truth;
        }

        var lies = Corrupt(truth);
        _lastBatch = truth;

        return lies;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        inner.ReadEventsAsync(after, cancellationToken);

    private void Remember(IReadOnlyList<Measurement> batch)
    {
        _lastBatch = batch;
        foreach (var measurement in batch)
        {
            _lastValues[measurement.Series] = measurement.Value;
        }
    }

    private IReadOnlyList<Measurement> Corrupt(IReadOnlyList<Measurement> truth) => kind switch
    {
        TelemetryCorruption.Stale => [],
        TelemetryCorruption.Flat => Values(truth, one => _lastValues.GetValueOrDefault(one.Series, one.Value)),
        TelemetryCorruption.NotANumber => Values(truth, _ => double.NaN),
        TelemetryCorruption.Infinite => Values(truth, _ => double.PositiveInfinity),
        TelemetryCorruption.Negative => Values(truth, one => -one.Value - 1),
        TelemetryCorruption.Zero => Values(truth, _ => 0),
        TelemetryCorruption.UnitJumpUp => Values(truth, one => one.Value * 1000),
        TelemetryCorruption.UnitJumpDown => Values(truth, one => one.Value / 1000),
        TelemetryCorruption.AbsurdSpikes => Values(truth, one => OneIn(10) ? double.MaxValue : one.Value),
        TelemetryCorruption.BelievableSpikes => Values(truth, one => OneIn(10) ? one.Value * 10 : one.Value),
        TelemetryCorruption.ClockAhead => Times(truth, _ => TimeSpan.FromDays(1)),
        TelemetryCorruption.ClockBehind => Times(truth, _ => TimeSpan.FromDays(-1)),
        TelemetryCorruption.ClockJitter => Times(truth, _ => TimeSpan.FromSeconds(_random.Between(-3600, 3600))),
        TelemetryCorruption.Duplicated => [.. truth, .. truth, .. truth],
        TelemetryCorruption.Reordered => Shuffle(truth),
        TelemetryCorruption.Replayed => [.. truth, .. _lastBatch],
        TelemetryCorruption.MostlyMissing => [.. truth.Where(_ => OneIn(10))],
        TelemetryCorruption.UnknownEntities => [.. truth.Select(Misattribute)],
        _ => truth,
    };

    private static Measurement[] Values(IReadOnlyList<Measurement> truth, Func<Measurement, double> lie) =>
        [.. truth.Select(one => one with { Value = lie(one) })];

    private static Measurement[] Times(IReadOnlyList<Measurement> truth, Func<Measurement, TimeSpan> shift) =>
        [.. truth.Select(one => one with { At = one.At + shift(one) })];

    private Measurement[] Shuffle(IReadOnlyList<Measurement> truth)
    {
        Measurement[] shuffled = [.. truth];
        for (int last = shuffled.Length - 1; last > 0; last--)
        {
            int other = _random.NextInt(last + 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }

        return shuffled;
    }

    private static Measurement Misattribute(Measurement one) => one with
    {
        Series = one.Series with { Entity = one.Series.Entity with { Value = $"ghost-{one.Series.Entity.Value}" } },
    };

    private bool OneIn(int count) => _random.NextInt(count) == 0;

    private static ImmutableArray<T> EverySecond<T>(ImmutableArray<T> all) => [.. all.Where((_, index) => index % 2 == 0)];
}
