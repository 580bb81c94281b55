using System.Threading.Channels;

namespace Vireo.Telemetry.Collecting;

public sealed partial class TelemetryCollector
{
    /// <summary>Reads every provider in its own rhythm until cancelled, then stores what has arrived and
    /// returns.</summary>
    /// <remarks>Between reading and storing stands a bounded channel. When it is full because the store is slow or
    /// unavailable, a provider that has something waits and is not read meanwhile.</remarks>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var rounds = Channel.CreateBounded<RawRound>(
            new BoundedChannelOptions(options.RoundsWaiting) { SingleReader = true });
        var storing = StoreAllAsync(rounds.Reader, cancellationToken);
        await Task.WhenAll(readers.Select(reader => FollowAsync(reader, rounds.Writer, cancellationToken)));
        rounds.Writer.Complete();
        await storing;
    }

    private async Task FollowAsync(
        ProviderReader reader, ChannelWriter<RawRound> rounds, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (await reader.ReadAsync(cancellationToken) is { } round)
                {
                    await rounds.WriteAsync(round, cancellationToken);
                }

                await Task.Delay(reader.UntilNextRead, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way a provider's loop ends.
        }
    }

    private async Task StoreAllAsync(ChannelReader<RawRound> rounds, CancellationToken cancellationToken)
    {
        // Not the caller's token: what has arrived is still stored after cancellation.
        while (await rounds.WaitToReadAsync(CancellationToken.None))
        {
            while (rounds.TryRead(out var round))
            {
                keeper.Add(Clean(round));
                await keeper.StoreAsync(CancellationToken.None);
                await WaitForStoreAsync(cancellationToken);
                Retain();
            }
        }
    }

    private async Task WaitForStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (keeper.Waiting > 0)
            {
                await Task.Delay(options.StoreRetry, time, cancellationToken);
                await keeper.StoreAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Unstored rounds are read again from the providers' history at the next start.
        }
    }
}
