using Microsoft.Extensions.Time.Testing;
using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Collecting;

namespace Vireo.Telemetry.Tests.Collecting;

public sealed class TelemetryCollectorTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider time = new(Samples.Noon);
    private readonly FickleStore store = new();
    private readonly List<FleetEvent> events = [];
    private readonly ScriptedHypervisor good;
    private readonly ScriptedHypervisor bad;

    public TelemetryCollectorTests()
    {
        good = new ScriptedHypervisor("good", time);
        bad = new ScriptedHypervisor("bad", time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_round_reads_history_first_and_then_only_what_is_new()
    {
        var collector = Create(CollectorOptions.Default);

        var first = await collector.CollectOnceAsync(Token);
        time.Advance(Minute);
        var second = await collector.CollectOnceAsync(Token);

        Assert.Equal(new CollectionSummary(2, 0, 2 * 1_440, 0), first);
        Assert.Equal(new CollectionSummary(2, 0, 2, 0), second);
    }

    [Fact]
    public async Task A_failing_provider_backs_off_and_what_it_measured_is_fetched_later()
    {
        var collector = Create(CollectorOptions.Default);
        await collector.CollectOnceAsync(Token);
        bad.Trouble = _ => throw new ProviderException("The session expired.", isTransient: true);
        for (int round = 0; round < 10; round++)
        {
            time.Advance(Minute);
            await collector.CollectOnceAsync(Token);
        }

        var failing = collector.Providers[1];
        bad.Trouble = null;
        time.Advance(TimeSpan.FromMinutes(5));
        await collector.CollectOnceAsync(Token);

        Assert.Equal("The session expired.", failing.Error);
        Assert.InRange(bad.Asked.Count, 4, 9);
        Assert.Equal((0, ""), (collector.Providers[1].FailuresInARow, collector.Providers[1].Error));
        AssertNoGap(bad, minutes: 15);
        AssertNoGap(good, minutes: 15);
    }

    [Fact]
    public async Task A_provider_that_hangs_and_ignores_its_token_does_not_hold_the_others()
    {
        var collector = Create(CollectorOptions.Default);
        var never = new TaskCompletionSource();
        bad.Trouble = _ => never.Task;

        var round = collector.CollectOnceAsync(Token);
        time.Advance(CollectorOptions.Default.Deadline);
        var summary = await round;
        time.Advance(TimeSpan.FromMinutes(10));
        await collector.CollectOnceAsync(Token);

        Assert.Equal((1, 1), (summary.ProvidersRead, summary.ProvidersFailed));
        Assert.Single(bad.Asked);
        Assert.Contains("has not ended", collector.Providers[1].Error, StringComparison.Ordinal);
        AssertNoGap(good, minutes: 10);
        never.SetResult();
    }

    [Fact]
    public async Task A_provider_whose_adapter_has_a_bug_is_reported_and_the_rest_goes_on()
    {
        var collector = Create(CollectorOptions.Default);
        bad.Trouble = _ => throw new InvalidCastException("A bug.");

        await collector.CollectOnceAsync(Token);

        Assert.Equal("A bug.", collector.Providers[1].Error);
        AssertNoGap(good, minutes: 0);
    }

    [Fact]
    public async Task Events_are_passed_on_once_and_their_trouble_costs_no_measurement()
    {
        var collector = Create(CollectorOptions.Default);
        good.Events.Add(new FleetEvent(Samples.Noon, FleetEventKind.Moved, good.Key.Entity, "moved", "good"));
        bad.EventTrouble = _ => throw new ProviderException("No event service.", isTransient: true);

        await collector.CollectOnceAsync(Token);
        time.Advance(Minute);
        await collector.CollectOnceAsync(Token);

        Assert.Equal(good.Events, events);
        Assert.Equal("No event service.", collector.Providers[1].Error);
        AssertNoGap(bad, minutes: 1);
    }

    [Fact]
    public async Task Rounds_wait_while_the_store_is_full_and_are_stored_after()
    {
        var collector = Create(CollectorOptions.Default);
        store.IsFull = true;
        await collector.CollectOnceAsync(Token);
        time.Advance(Minute);
        var waiting = await collector.CollectOnceAsync(Token);
        string error = collector.StoreError;

        store.IsFull = false;
        var after = await collector.CollectOnceAsync(Token);

        Assert.Equal("The disk is full.", error);
        Assert.Equal(4, waiting.RoundsWaiting);
        Assert.Equal((2 * 1_441, 0, ""), ((int)after.SamplesStored, after.RoundsWaiting, collector.StoreError));
        AssertNoGap(good, minutes: 1);
    }

    [Fact]
    public async Task More_rounds_than_may_wait_are_given_up_and_read_again_from_history()
    {
        var collector = Create(CollectorOptions.Default with { RoundsWaiting = 6 });
        await collector.CollectOnceAsync(Token);
        store.IsFull = true;
        int most = 0;
        for (int round = 0; round < 20; round++)
        {
            time.Advance(Minute);
            most = Math.Max(most, (await collector.CollectOnceAsync(Token)).RoundsWaiting);
        }

        store.IsFull = false;
        time.Advance(Minute);
        await collector.CollectOnceAsync(Token);

        Assert.InRange(most, 6, 7);
        AssertNoGap(good, minutes: 21);
    }

    [Fact]
    public async Task A_new_collector_continues_where_the_store_was_left()
    {
        await Create(CollectorOptions.Default).CollectOnceAsync(Token);
        time.Advance(TimeSpan.FromMinutes(30));
        good.Asked.Clear();

        await Create(CollectorOptions.Default).CollectOnceAsync(Token);

        Assert.Equal(Samples.Noon.AddMinutes(-2), Assert.Single(good.Asked));
        AssertNoGap(good, minutes: 30);
    }

    [Fact]
    public async Task A_clock_that_is_ahead_is_reported_and_does_not_move_the_watermark()
    {
        var ahead = new ScriptedHypervisor("ahead", new FakeTimeProvider(Samples.Noon.AddHours(1)));
        var collector = new TelemetryCollector(
            [ahead], CleaningPipeline.CreateDefault(), store, CollectorOptions.Default, time, new Random(1), events.Add);

        await collector.CollectOnceAsync(Token);

        Assert.Contains("clock", collector.Providers[0].Error, StringComparison.Ordinal);
        Assert.True(store.ReadWatermark(ahead.Id) <= Samples.Noon.AddMinutes(5));
    }

    [Fact]
    public async Task Running_follows_each_provider_in_its_rhythm_until_stopped()
    {
        var collector = Create(CollectorOptions.Default);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bad.Trouble = token => Task.Delay(Timeout.InfiniteTimeSpan, time, token);
        var running = collector.RunAsync(stop.Token);

        for (int minute = 0; minute < 60; minute++)
        {
            time.Advance(Minute);
            await WaitUntilStoredAsync(good, minute + 1);
        }

        // Real threads carry out the cancellation of the hanging reads, so virtual minutes pass until it was asked
        // again.
        while (bad.Asked.Count < 3)
        {
            Token.ThrowIfCancellationRequested();
            time.Advance(Minute);
            await Task.Yield();
        }

        await stop.CancelAsync();
        await running;

        AssertNoGap(good, minutes: 60);
        Assert.True(collector.Providers[1].FailuresInARow > 0);
    }

    private TelemetryCollector Create(CollectorOptions options) => new(
        [good, bad], CleaningPipeline.CreateDefault(), store, options, time, new Random(1), events.Add);

    private async Task WaitUntilStoredAsync(ScriptedHypervisor provider, int minutes)
    {
        while (store.Read(provider.Key, Samples.Noon.AddMinutes(minutes), Samples.Noon.AddMinutes(minutes + 1), Minute) is null)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private void AssertNoGap(ScriptedHypervisor provider, int minutes)
    {
        var from = Samples.Noon.AddHours(-23);
        var series = store.Read(provider.Key, from, Samples.Noon.AddMinutes(minutes + 1), Minute);
        Assert.Equal(
            Enumerable.Range(0, (23 * 60) + minutes + 1).Select(i => (double)from.AddMinutes(i).Minute + 1),
            series?.Values.ToArray());
    }
}
