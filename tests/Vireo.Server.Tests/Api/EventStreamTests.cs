using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Vireo.Server.Api.Live;
using Vireo.Server.Configuration;
using Vireo.Server.Tests.Dashboard;

namespace Vireo.Server.Tests.Api;

public class EventStreamTests
{
    [Fact]
    public async Task A_listener_gets_the_state_at_once_and_then_what_changes()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await using var stream = await client.GetStreamAsync("api/v1/events", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        var first = await ReadAsync(reader);
        server.Fleets.Loop.Advance();
        var second = await ReadAsync(reader);

        Assert.Equal("state", first.Kind);
        Assert.Equal("state", second.Kind);
        Assert.Equal(first.Data.GetProperty("cycle").GetInt64() + 1, second.Data.GetProperty("cycle").GetInt64());
    }

    [Fact]
    public async Task Only_plans_incidents_and_events_that_changed_are_told()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await using var stream = await client.GetStreamAsync("api/v1/events", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        await ReadAsync(reader);
        var state = server.Fleets.Loop.State;
        var changed = state.Plans[0] with { DecidedBy = "ann" };

        server.Fleets.Loop.Publish(state with { Plans = state.Plans.SetItem(0, changed) });
        server.Fleets.Loop.Publish(server.Fleets.Loop.State);

        string[] kinds = [(await ReadAsync(reader)).Kind, (await ReadAsync(reader)).Kind, (await ReadAsync(reader)).Kind];
        Assert.Equal(["state", "plan", "state"], kinds);
    }

    [Fact]
    public async Task Silence_is_broken_by_a_sign_of_life()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(new ServerSettings(), time);
        using var client = server.Client();
        await using var stream = await client.GetStreamAsync("api/v1/events", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        await ReadAsync(reader);

        string? line;
        do
        {
            time.Advance(TimeSpan.FromSeconds(15));
            var next = reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
            while (!next.IsCompleted)
            {
                await Task.Yield();
                time.Advance(TimeSpan.FromSeconds(15));
            }

            line = await next;
        }
        while (line is "");

        Assert.Equal(": still here", line);
    }

    [Fact]
    public void A_slow_listener_loses_the_oldest_events_and_is_told_how_many()
    {
        var fleets = new FakeFleetView();
        using var feed = new EventFeed(fleets);
        using var listener = feed.Subscribe();
        Assert.NotNull(listener);

        for (int i = 0; i < 300; i++)
        {
            fleets.Loop.Publish(fleets.Loop.State with { });
        }

        Assert.Equal(300 - 256, listener.TakeDropped());
        Assert.Equal(0, listener.TakeDropped());
        Assert.True(listener.Events.TryRead(out _));
    }

    [Fact]
    public void Listeners_are_bounded_and_their_places_are_given_back()
    {
        using var feed = new EventFeed(new FakeFleetView());
        var listeners = Enumerable.Range(0, 200).Select(_ => feed.Subscribe()).ToList();

        var oneTooMany = feed.Subscribe();
        listeners[0]!.Dispose();
        using var next = feed.Subscribe();

        Assert.Null(oneTooMany);
        Assert.NotNull(next);
    }

    private static async Task<(string Kind, JsonElement Data)> ReadAsync(StreamReader reader)
    {
        string kind = "";
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                kind = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (kind, JsonDocument.Parse(line["data: ".Length..]).RootElement);
            }
        }

        throw new EndOfStreamException("The stream has ended.");
    }
}
