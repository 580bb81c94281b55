using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Storage;

namespace Vireo.Telemetry.Collecting;

/// <summary>Reads all providers, cleans what they give and stores it.</summary>
/// <remarks>Providers are read concurrently, each with its own deadline and back-off, so none waits for another. What
/// was missed is asked for again from the provider's history. Either call <see cref="CollectOnceAsync"/> in one's own
/// rhythm or <see cref="RunAsync"/> once, not both.</remarks>
public sealed partial class TelemetryCollector
{
    private readonly IReadOnlyList<ProviderReader> readers;
    private readonly CleaningPipeline cleaning;
    private readonly ITelemetryStore store;
    private readonly CollectorOptions options;
    private readonly TimeProvider time;
    private readonly RoundKeeper keeper;
    private DateTimeOffset nextRetention;

    /// <summary>Creates a collector that continues where the store says the providers were left.</summary>
    /// <param name="providers">Read in this order where order can be seen.</param>
    /// <param name="cleaning">Used by this collector alone.</param>
    /// <param name="store">Where clean rounds go.</param>
    /// <param name="options">Deadlines and bounds.</param>
    /// <param name="time">The only clock.</param>
    /// <param name="random">Seeds the jitter of each provider.</param>
    /// <param name="onEvent">Takes each event once; must be quick and must not throw.</param>
    public TelemetryCollector(
        IReadOnlyList<IHypervisor> providers, CleaningPipeline cleaning, ITelemetryStore store,
        CollectorOptions options, TimeProvider time, Random random, Action<FleetEvent> onEvent)
    {
        ArgumentNullException.ThrowIfNull(providers);
        ArgumentNullException.ThrowIfNull(random);
        this.cleaning = cleaning;
        this.store = store;
        this.options = options;
        this.time = time;
        readers = [.. providers.Select(provider =>
            new ProviderReader(provider, options, time, new Random(random.Next()), onEvent))];
        keeper = new RoundKeeper(store, options.RoundsWaiting);
        nextRetention = time.GetUtcNow() + options.RetentionEvery;
        ResumeFromStore();
    }

    /// <summary>How each provider is doing.</summary>
    public IReadOnlyList<ProviderStatus> Providers => [.. readers.Select(reader => reader.Status)];

    /// <summary>Why the store takes nothing; empty when it does.</summary>
    public string StoreError => keeper.Error;

    /// <summary>What cleaning did.</summary>
    public CleaningReport Cleaning => cleaning.Report;

    /// <summary>Reads every provider once, concurrently, and returns when what they gave is stored.</summary>
    /// <remarks>Providers that are backing off are left out. When the store is unavailable the clean rounds wait, and
    /// the next call tries them first; nothing is thrown for a provider or the store.</remarks>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<CollectionSummary> CollectOnceAsync(CancellationToken cancellationToken)
    {
        long stored = await keeper.StoreAsync(cancellationToken);
        MakeRoom();
        var rounds = await Task.WhenAll(
            readers.Where(reader => !reader.IsResting).Select(reader => reader.ReadAsync(cancellationToken)));
        foreach (var round in rounds)
        {
            if (round is not null)
            {
                keeper.Add(Clean(round));
            }
        }

        stored += await keeper.StoreAsync(cancellationToken);
        Retain();
        int read = rounds.Count(round => round is not null);

        return new CollectionSummary(read, readers.Count - read, stored, keeper.Waiting);
    }

    private CleanBatch Clean(RawRound round) =>
        cleaning.Clean(round.Samples, round.ReceivedAt, round.Watermark);

    /// <summary>Gives up the waiting rounds when they are too many: they are read again from the providers' history
    /// once the store is back, for which cleaning must forget that it has seen them.</summary>
    private void MakeRoom()
    {
        if (keeper.IsFull)
        {
            keeper.Clear();
            cleaning.Reset();
            ResumeFromStore();
        }
    }

    private void ResumeFromStore()
    {
        foreach (var reader in readers)
        {
            reader.ResumeFrom(store.ReadWatermark(reader.Id));
        }
    }

    private void Retain()
    {
        var now = time.GetUtcNow();
        if (now < nextRetention)
        {
            return;
        }

        nextRetention = now + options.RetentionEvery;
        try
        {
            store.ApplyRetention(now);
        }
        catch (StoreUnavailableException)
        {
            // The next round meets the same trouble and reports it; what is too old waits for the next hour.
        }
    }
}
