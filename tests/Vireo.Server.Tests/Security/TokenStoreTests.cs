using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vireo.Server.Security;
using TestServer = Vireo.Server.Tests.Api.TestServer;

namespace Vireo.Server.Tests.Security;

public class TokenStoreTests
{
    [Fact]
    public void The_first_start_makes_a_token_that_only_its_owner_can_read()
    {
        using var folder = new TemporaryFolder();

        var store = TokenStore.Open(folder.Path, TimeProvider.System);

        Assert.Equal(store.FirstToken, File.ReadAllText(store.AdminFile).Trim());
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(store.AdminFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal([Roles.Admin], store.Authenticate(store.FirstToken!)!.Roles);
    }

    [Fact]
    public void Later_starts_keep_all_tokens_and_no_file_holds_the_later_ones()
    {
        using var folder = new TemporaryFolder();
        var first = TokenStore.Open(folder.Path, TimeProvider.System);
        var (record, token) = first.Create("ann", [Roles.Viewer]);

        var second = TokenStore.Open(folder.Path, TimeProvider.System);

        Assert.Null(second.FirstToken);
        Assert.Equal(record.Id, second.Authenticate(token)?.Id);
        Assert.NotNull(second.Authenticate(first.FirstToken!));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path), file => File.ReadAllText(file).Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public void A_deleted_admin_file_makes_a_new_token_and_the_old_one_worthless()
    {
        using var folder = new TemporaryFolder();
        string old = TokenStore.Open(folder.Path, TimeProvider.System).FirstToken!;
        File.Delete(Path.Combine(folder.Path, "token"));

        var store = TokenStore.Open(folder.Path, TimeProvider.System);

        Assert.Null(store.Authenticate(old));
        Assert.NotNull(store.Authenticate(store.FirstToken!));
    }

    [Fact]
    public void A_damaged_list_is_said_and_not_taken_as_empty()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokens.json", "[{");

        var failure = Assert.Throws<InvalidDataException>(() => TokenStore.Open(folder.Path, TimeProvider.System));

        Assert.Contains("is damaged", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("vireo_")]
    public void Nonsense_is_no_token(string token)
    {
        using var folder = new TemporaryFolder();

        Assert.Null(TokenStore.Open(folder.Path, TimeProvider.System).Authenticate(token));
        Assert.Null(TokenStore.Open(folder.Path, TimeProvider.System).Authenticate(new string('x', 100_000)));
    }

    [Fact]
    public async Task Guessing_is_slowed_down_and_the_right_token_waits_with_it()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));
        await using var server = await TestServer.StartAsync(new(), time);
        using var wrong = server.Client("vireo_wrong");
        using var right = server.Client(server.AdminToken);
        for (int i = 0; i < FailureLimiter.FailuresAllowed - 1; i++)
        {
            using var refused = await wrong.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var last = await wrong.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);
        using var during = await right.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);
        time.Advance(FailureLimiter.Window);
        using var after = await right.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, during.StatusCode);
        Assert.NotNull(during.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.NoContent, after.StatusCode);
    }

    [Fact]
    public void Failures_are_counted_per_address_and_bounded()
    {
        var limiter = new FailureLimiter(new FakeTimeProvider());
        for (int i = 0; i < 30_000; i++)
        {
            limiter.Failed(new IPAddress(i));
        }

        Assert.Equal(TimeSpan.Zero, limiter.WaitOf(IPAddress.Parse("192.0.2.1")));
    }
}
