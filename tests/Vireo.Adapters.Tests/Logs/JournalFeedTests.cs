using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Logs;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Logs;

/// <summary>A journal that a real journald writes and a real journalctl reads, and what is said where there is none.</summary>
public sealed class JournalFeedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vireo-journal-").FullName;

    private string CursorFile => Path.Combine(_folder, "logs-j.cursor");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_there_is_passed_over_and_nothing_is_missed_or_read_twice_across_a_restart()
    {
        using var journal = RealJournal.Start();
        journal.Write("old");
        journal.Settle();
        await using (var feed = Feed(journal))
        {
            feed.Take();
            journal.Write("one");
            journal.Write("two");
            var lines = await TakeAsync(feed, 2);

            Assert.Equal(["app: one", "app: two"], lines.Select(line => line.Text));
            Assert.Equal(Environment.MachineName, lines[0].Writer, ignoreCase: true);
        }

        journal.Write("while nobody looked");
        await using var again = Feed(journal);
        journal.Write("three");

        Assert.Equal(["app: while nobody looked", "app: three"], (await TakeAsync(again, 2)).Select(line => line.Text));
        Assert.Empty(again.Take());
        Assert.Null(again.TakeTrouble());
    }

    [Fact]
    public async Task What_comes_before_the_first_look_is_found_after_a_restart()
    {
        using var journal = RealJournal.Start();
        await using (var feed = Feed(journal))
        {
            feed.Take();
        }

        journal.Write("one");
        await using var again = Feed(journal);

        Assert.Equal(["app: one"], (await TakeAsync(again, 1)).Select(line => line.Text));
    }

    [Fact]
    public async Task Long_and_binary_messages_are_read_and_one_beyond_the_bound_is_counted()
    {
        using var journal = RealJournal.Start();
        await using var feed = Feed(journal);
        journal.Write(new string('x', 30_000));
        journal.Write("bell \a and \u001b");
        journal.Write(new string('y', 100_000));
        journal.Write("last");

        var lines = await TakeAsync(feed, 3);

        Assert.Equal(LineQueue.LongestLine, lines[0].Text.Length);
        Assert.Equal(["app: bell \a and \u001b", "app: last"], lines.Skip(1).Select(line => line.Text));
        Assert.Contains("1 lines are not of the format", feed.TakeTrouble(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absent_journalctl_is_told_once_with_what_to_do()
    {
        var time = new FakeTimeProvider();
        await using var feed = new JournalFeed(Settings(""), CursorFile, time, "journalctl-that-is-not-there");

        string trouble = await TroubleAsync(feed);

        Assert.Contains("'journalctl-that-is-not-there' cannot be started", trouble, StringComparison.Ordinal);
        Assert.Contains("install it", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journalctl_that_ends_is_told_and_started_again_a_minute_later()
    {
        var time = new FakeTimeProvider();
        string script = Path.Combine(_folder, "journal.sh");
        string counted = Path.Combine(_folder, "starts");
        await File.WriteAllTextAsync(
            script, $"#!/bin/sh\necho x >> {counted}\necho \"no journal here $(wc -l < {counted})\" >&2\nexit 3\n", Token);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await using var feed = new JournalFeed(Settings(""), CursorFile, time, script);

        string first = await TroubleAsync(feed, "ended with 3");
        while ((await File.ReadAllLinesAsync(counted, Token)).Length < 2)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Contains("no journal here 1", first, StringComparison.Ordinal);
        Assert.Contains("no journal here", await TroubleAsync(feed, "ended with 3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_that_is_none_is_told_and_followed_from_now_on()
    {
        using var journal = RealJournal.Start();
        journal.Write("old");
        journal.Settle();
        await File.WriteAllTextAsync(CursorFile, "nonsense", Token);
        await using var feed = Feed(journal);

        string? trouble = feed.TakeTrouble();
        journal.Write("new");

        Assert.Contains("'nonsense' is no place in a journal", trouble, StringComparison.Ordinal);
        Assert.Equal(["app: new"], (await TakeAsync(feed, 1)).Select(line => line.Text));
    }

    private JournalFeed Feed(RealJournal journal) =>
        new(Settings(journal.Folder), CursorFile, TimeProvider.System, JournalFeed.Program);

    private static LogFeedSettings Settings(string folder) => new("j") { FollowsJournal = true, JournalFolder = folder };

    // What another program writes arrives when it does.
    private static async Task<List<ReceivedLine>> TakeAsync(JournalFeed feed, int count)
    {
        List<ReceivedLine> lines = [];
        while (lines.Count < count)
        {
            Token.ThrowIfCancellationRequested();
            lines.AddRange(feed.Take().Where(line => line.Text.StartsWith("app: ", StringComparison.Ordinal)));
            await Task.Yield();
        }

        return lines;
    }

    private static async Task<string> TroubleAsync(JournalFeed feed, string holding = "")
    {
        while (true)
        {
            Token.ThrowIfCancellationRequested();
            if (feed.TakeTrouble() is { } trouble && trouble.Contains(holding, StringComparison.Ordinal))
            {
                return trouble;
            }

            await Task.Yield();
        }
    }
}
