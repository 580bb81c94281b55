using System.Text;
using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.LoadBalancing;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.LoadBalancing;

/// <summary>The contract of a hook of one's own, against a real web server.</summary>
public sealed class HttpBackendsTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_joins_with_its_address_drains_and_is_forgotten()
    {
        await using var hook = await Hook.StartAsync();
        await using var provider = Provider(hook);

        await provider.JoinAsync("web/1");
        string joined = await provider.ListAsync();
        var leaving = await provider.LeaveAsync("web/1");
        string draining = await provider.ListAsync();
        hook.Set("web/1", "draining", connections: 3);
        var early = await provider.QueryAsync(leaving, Token);
        hook.Set("web/1", "draining", connections: 0);
        var end = await provider.QueryAsync(leaving, Token);

        Assert.Equal("web/1 Serving", joined);
        Assert.Equal("web/1 Draining", draining);
        Assert.Equal(
            """{"machine":"web/1","state":"serving","name":"web/1","group":"web","address":"web/1.shop.test:8080"}""", hook.Bodies.First());
        Assert.Equal((ActionPhase.Running, "Draining: 3 connections for 60 s at most."), (early.Phase, early.Detail));
        Assert.Equal((ActionPhase.Succeeded, "'web/1' was drained in 0 s."), (end.Phase, end.Detail));
        Assert.Equal("", await provider.ListAsync());
    }

    [Fact]
    public async Task What_is_put_says_how_long_it_is()
    {
        await using var hook = await Hook.StartAsync();
        await using var provider = Provider(hook);

        await provider.JoinAsync("wéb-1");
        await provider.LeaveAsync("wéb-1");

        Assert.Equal(
            hook.Bodies.Select(body => $"application/json; charset=utf-8 {Encoding.UTF8.GetByteCount(body)}"), hook.Headers);
        Assert.Equal(2, hook.Headers.Count);
    }

    [Fact]
    public async Task What_does_not_end_is_cut_when_its_time_is_over()
    {
        await using var hook = await Hook.StartAsync();
        await using var provider = Provider(hook);
        await provider.JoinAsync("web-1");
        var leaving = await provider.LeaveAsync("web-1");
        hook.Set("web-1", "draining", connections: 1);

        _time.Advance(TimeSpan.FromSeconds(59));
        var before = await provider.QueryAsync(leaving, Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        var end = await provider.QueryAsync(leaving, Token);

        Assert.Equal(ActionPhase.Running, before.Phase);
        Assert.Equal((ActionPhase.Succeeded, "1 connection of 'web-1' had not ended after 60 s and were cut."), (end.Phase, end.Detail));
        Assert.Equal("", await provider.ListAsync());
    }

    [Fact]
    public async Task What_fails_for_the_moment_is_tried_again_and_a_refusal_is_not()
    {
        await using var hook = await Hook.StartAsync();
        await using var provider = Provider(hook);
        hook.Failures.Enqueue(503);
        hook.Failures.Enqueue(429);
        await provider.JoinAsync("web-1");
        int tries = hook.Requests.Count;
        hook.Failures.Enqueue(403);

        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.JoinAsync("web-2"));

        Assert.Equal(3, tries);
        Assert.Equal(4, hook.Requests.Count);
        Assert.False(refused.IsTransient);
        Assert.Equal($"PUT {hook.Url}/web-2 answered 403: not now.", refused.Message);
        Assert.Equal("web-1 Serving", await provider.ListAsync());
    }

    [Fact]
    public async Task The_same_action_twice_is_sent_once_and_an_older_Vireo_is_refused()
    {
        await using var hook = await Hook.StartAsync();
        await using var provider = Provider(hook);
        await provider.JoinAsync("web-1");
        await provider.JoinAsync("web-1");
        await provider.LeaveAsync("web-1", fence: 2);

        await Assert.ThrowsAsync<ProviderException>(() => provider.JoinAsync("web-1", "-again"));

        Assert.Equal(2, hook.Requests.Count);
        Assert.Equal(ActionPhase.Unknown, (await provider.QueryAsync(new ActionId("somebody-else"), Token)).Phase);
    }

    [Fact]
    public async Task A_machine_that_is_not_there_is_removed_without_complaint()
    {
        await using var hook = await Hook.StartAsync();
        await using var provider = Provider(hook);

        var leaving = await provider.LeaveAsync("web-1", atOnce: true);

        Assert.Equal(ActionPhase.Succeeded, (await provider.QueryAsync(leaving, Token)).Phase);
    }

    [Theory]
    [InlineData("""{"machines":[]}""", "There is no 'backends'.")]
    [InlineData("""{"backends":[{"machine":"web-1","state":"up"}]}""", "The state of 'web-1' is 'up', not 'serving' or 'draining'.")]
    [InlineData("<html>", "'<' is an invalid start of a value")]
    public async Task An_answer_that_is_none_is_told_with_what_was_expected(string listing, string why)
    {
        await using var hook = await Hook.StartAsync();
        await using var provider = Provider(hook);
        hook.Listing = listing;

        var failure = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadInventoryAsync(Token));

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Contains(hook.Url, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_read_anew_each_time()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "one\n", Token);
        await using var hook = await Hook.StartAsync();
        await using var provider = new LoadBalancerProvider(
            new BackendPoolSettings { Name = "shop", Url = hook.Url, TokenFile = file }, _time, new Random(1));

        await provider.ListAsync();
        await File.WriteAllTextAsync(file, "two", Token);
        await provider.ListAsync();
        File.Delete(file);

        Assert.Equal(["GET  Bearer one", "GET  Bearer two"], hook.Requests);
    }

    private LoadBalancerProvider Provider(Hook hook) => new(
        new BackendPoolSettings { Name = "shop", Url = hook.Url, Address = "{name}.shop.test:8080" }, _time, new Random(1));
}
