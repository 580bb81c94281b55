using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Finding a host dead, and making sure of it.</summary>
public sealed class FencingTests
{
    private static readonly HostId Host = new("h1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_way_is_silent_after_three_attempts_in_a_row_and_since_the_first_of_them()
    {
        var time = new FakeTimeProvider();
        var start = time.GetUtcNow();
        var failure = new SocketException((int)SocketError.HostUnreachable);
        var path = new SecondPath("h1:22", time, (_, _) => throw failure);
        for (int attempt = 0; attempt < SecondPath.LeastAttempts; attempt++)
        {
            Assert.Null(path.SilentSince);
            await path.TryAsync(Token);
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(start, path.SilentSince);
        path.Reset();
        Assert.Null(path.SilentSince);
    }

    [Fact]
    public async Task A_way_that_answers_after_it_was_silent_says_so_once()
    {
        var time = new FakeTimeProvider();
        bool lives = false;
        var path = new SecondPath("h1:22", time, (_, _) => lives ? Task.CompletedTask : throw new SocketException((int)SocketError.HostUnreachable));
        var told = new List<bool>();
        for (int i = 0; i < 5; i++)
        {
            lives = i > 2;
            told.Add(await path.TryAsync(Token));
            time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal([false, false, false, true, false], told);
    }

    [Fact]
    public async Task Looks_at_once_are_one_attempt()
    {
        int attempts = 0;
        var time = new FakeTimeProvider();
        var path = new SecondPath("h1:22", time, (_, _) =>
        {
            attempts++;
            throw new SocketException((int)SocketError.HostUnreachable);
        });
        for (int look = 0; look < 2 * SecondPath.LeastAttempts; look++)
        {
            await path.TryAsync(Token);
        }

        Assert.Null(path.SilentSince);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Something_that_refuses_lives()
    {
        var time = new FakeTimeProvider();
        var path = new SecondPath("h1:22", time, (_, _) => throw new SocketException((int)SocketError.ConnectionRefused));
        for (int attempt = 0; attempt < 2 * SecondPath.LeastAttempts; attempt++)
        {
            await path.TryAsync(Token);
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Null(path.SilentSince);
    }

    [Fact]
    public async Task Nothing_on_a_port_of_this_machine_refuses_and_lives()
    {
        var time = new FakeTimeProvider();
        var path = new SecondPath("127.0.0.1:1", time);
        for (int attempt = 0; attempt < SecondPath.LeastAttempts; attempt++)
        {
            await path.TryAsync(Token);
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Null(path.SilentSince);
    }

    [Fact]
    public async Task A_way_that_hangs_is_silent()
    {
        var time = new FakeTimeProvider();
        var path = new SecondPath("h1:22", time, (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, time, token));
        for (int attempt = 0; attempt < SecondPath.LeastAttempts; attempt++)
        {
            var trying = path.TryAsync(Token);
            time.Advance(TimeSpan.FromSeconds(3));
            await trying;
            time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.NotNull(path.SilentSince);
    }

    [Theory]
    [InlineData("10.0.0.11:22", true)]
    [InlineData("[::1]:22", true)]
    [InlineData("h1", false)]
    [InlineData(":22", false)]
    [InlineData("h1:ssh", false)]
    [InlineData("h1:0", false)]
    public void An_address_is_a_host_and_a_port(string address, bool isOne) =>
        Assert.Equal(isOne, SecondPath.WhyNot(address) is null);

    [Fact]
    public async Task A_command_that_ends_with_zero_vouches_for_it() => Assert.Equal(
        "'/bin/echo' vouches that 'h1' is off. Status: OFF", await Run("/bin/echo", "Status:", "OFF"));

    [Theory]
    [InlineData("'/bin/sh' ended with 3. no power supply", "/bin/sh", "-c", "echo no power supply >&2; exit 3")]
    [InlineData("'/no/such/agent' cannot be run", "/no/such/agent")]
    public async Task A_command_that_fails_proves_nothing(string why, params string[] command)
    {
        var refused = await Assert.ThrowsAsync<ProviderException>(() => Run(command));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("Whether 'h1' is off is not proved", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_ended_and_proves_nothing()
    {
        var time = new FakeTimeProvider();
        var running = new FenceCommand(Host, ["/bin/sleep", "3600"], time).RunAsync(Token);
        time.Advance(TimeSpan.FromMinutes(3));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => running);

        Assert.Contains("did not end within 3 minutes", refused.Message, StringComparison.Ordinal);
    }

    private static Task<string> Run(params string[] command) =>
        new FenceCommand(Host, [.. command], TimeProvider.System).RunAsync(Token);
}
