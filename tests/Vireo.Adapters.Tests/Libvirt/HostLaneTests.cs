using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Hosts that hang, refuse or go away.</summary>
public sealed class HostLaneTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    // Real time, so that a host that is well has answered even on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_never_answers_costs_a_deadline_and_the_others_nothing()
    {
        Libvirt.Require();
        using var silence = new TcpListener(IPAddress.Loopback, 0);
        silence.Start();
        int port = ((IPEndPoint)silence.LocalEndpoint).Port;
        await using var provider = Libvirt.Provider(
            new LibvirtSettings { Deadline = Patience },
            ("silent", $"test+tcp://127.0.0.1:{port}/default"), ("well", Libvirt.TestHost()));

        var first = await provider.ReadInventoryAsync(Token);
        using var once = await silence.AcceptTcpClientAsync(Token);
        var second = await provider.ReadInventoryAsync(Token);
        var told = await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token);

        Assert.Equal("well", Assert.Single(first.Hosts).Name);
        Assert.Equal("well", Assert.Single(second.Hosts).Name);
        Assert.False(silence.Pending(), "The host that is left alone was called again.");
        Assert.Contains(told, happened => happened.Message == "Host 'silent' did not answer within 5 s; its connection is given up.");
    }

    [Fact]
    public async Task After_a_failure_a_host_is_left_alone_for_a_while_that_grows()
    {
        Libvirt.Require();
        var time = new FakeTimeProvider();
        await using var lane = new HostLane(
            "gone", () => LibvirtConnection.Open("test:///no/such/file", isReadOnly: false), Deadline, time, new Random(1));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));
        var tooSoon = await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));
        time.Advance(TimeSpan.FromSeconds(2));
        var again = await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));
        time.Advance(TimeSpan.FromSeconds(1.9));
        var stillTooSoon = await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));

        Assert.StartsWith("Host 'gone': ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/file", refused.Message, StringComparison.Ordinal);
        Assert.Contains("It is called again at", tooSoon.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("It is called again at", again.Message, StringComparison.Ordinal);
        Assert.Contains("It is called again at", stillTooSoon.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_shows_a_sign_of_life_is_called_at_once_and_soon_again()
    {
        Libvirt.Require();
        var time = new FakeTimeProvider();
        await using var lane = new HostLane(
            "gone", () => LibvirtConnection.Open("test:///no/such/file", isReadOnly: false), Deadline, time, new Random(1));
        for (int i = 0; i < 8; i++)
        {
            await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));
            time.Advance(TimeSpan.FromMinutes(2));
        }

        await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));
        var alone = await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));
        lane.CallSoon();
        var atOnce = await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));
        time.Advance(TimeSpan.FromSeconds(2));
        var soonAgain = await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));

        Assert.Contains("It is called again at", alone.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("It is called again at", atOnce.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("It is called again at", soonAgain.Message, StringComparison.Ordinal);
        Assert.Equal(11, lane.Failures);
    }

    [Fact]
    public async Task A_library_that_lacks_a_function_is_called_too_old_and_the_host_is_called_on()
    {
        Libvirt.Require();
        await using var lane = new HostLane(
            "h1", () => LibvirtConnection.Open(Libvirt.TestHost(), isReadOnly: false), Deadline, TimeProvider.System, new Random(1));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => lane.CallAsync<bool>(
            _ => throw new EntryPointNotFoundException("Unable to find an entry point named 'virSomethingNew'."), Token));

        Assert.StartsWith("Host 'h1': libvirt's client library on this machine is too old", refused.Message, StringComparison.Ordinal);
        Assert.Contains("virSomethingNew", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
        Assert.NotEmpty(await ReadNameAsync(lane));
    }

    [Fact]
    public async Task Calls_that_do_not_come_back_are_left_behind_in_a_bounded_number()
    {
        Libvirt.Require();
        var time = new FakeTimeProvider();
        using var release = new ManualResetEventSlim();
        await using var lane = new HostLane(
            "stuck", () => LibvirtConnection.Open(Libvirt.TestHost(), isReadOnly: false), Deadline, time, new Random(1));

        for (int i = 0; i < HostLane.MostLeftBehind; i++)
        {
            var late = await FailAsync(lane, time, release);
            Assert.EndsWith("did not answer within 1 s; its connection is given up.", late.Message, StringComparison.Ordinal);
            time.Advance(TimeSpan.FromMinutes(5));
        }

        var refused = await Assert.ThrowsAsync<ProviderException>(() => ReadNameAsync(lane));
        Assert.Contains("has not ended 2 calls that were given up", refused.Message, StringComparison.Ordinal);

        release.Set();
        string name = await UntilAnsweredAsync(lane);
        Assert.NotEmpty(name);
    }

    private static async Task<ProviderException> FailAsync(HostLane lane, FakeTimeProvider time, ManualResetEventSlim release)
    {
        using var entered = new SemaphoreSlim(0);
        var call = lane.CallAsync(
            connection =>
            {
                entered.Release();
                release.Wait(CancellationToken.None);
                return connection.Hostname;
            },
            Token);
        await entered.WaitAsync(Token);
        time.Advance(Deadline);

        return await Assert.ThrowsAsync<ProviderException>(() => call);
    }

    // The threads that were left behind end at a moment of their own.
    private static async Task<string> UntilAnsweredAsync(HostLane lane)
    {
        while (true)
        {
            try
            {
                return await ReadNameAsync(lane);
            }
            catch (ProviderException) when (!Token.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    private static Task<string> ReadNameAsync(HostLane lane) => lane.CallAsync(connection => connection.Hostname, Token);
}
