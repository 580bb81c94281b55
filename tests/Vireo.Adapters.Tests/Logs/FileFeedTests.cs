using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Logs;

namespace Vireo.Adapters.Tests.Logs;

/// <summary>Files that grow, are rotated, cut short, vanish and come, also while nobody looks.</summary>
public sealed class FileFeedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vireo-logs-").FullName;
    private readonly FakeTimeProvider _time = new();

    private string Log => Path.Combine(_folder, "app.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_there_is_passed_over_and_what_is_written_then_is_read_once()
    {
        File.WriteAllText(Log, "old\n");
        var feed = Feed();
        Assert.Empty(Take(feed));

        File.AppendAllText(Log, "one\ntwo\npart");
        Assert.Equal(["one", "two"], Take(feed));
        File.AppendAllText(Log, "ly\r\n");
        Assert.Equal(["partly"], Take(feed));
        Assert.Empty(Take(feed));
        Assert.Null(feed.TakeTrouble());
    }

    [Fact]
    public void After_a_restart_it_goes_on_where_it_was_though_the_file_was_rotated_meanwhile()
    {
        File.WriteAllText(Log, "old\n");
        Take(Feed());
        File.AppendAllText(Log, "one\n");
        Take(Feed());

        File.AppendAllText(Log, "two\n");
        File.Move(Log, $"{Log}.1");
        File.WriteAllText(Log, "three\n");

        Assert.Equal(["two", "three"], Take(Feed()));
        Assert.Empty(Take(Feed()));
    }

    [Fact]
    public void A_file_that_was_cut_short_is_read_from_its_beginning()
    {
        File.WriteAllText(Log, "a long first line\n");
        var feed = Feed();
        Take(feed);

        File.WriteAllText(Log, "new\n");

        Assert.Equal(["new"], Take(feed));
    }

    [Fact]
    public void Files_that_come_later_are_read_whole_and_patterns_find_them()
    {
        var feed = Feed("*.log");
        Take(feed);

        File.WriteAllText(Path.Combine(_folder, "b.log"), "b\n");
        File.WriteAllText(Path.Combine(_folder, "a.log"), "a\n");

        Assert.Equal(["a", "b"], Take(feed));
    }

    [Fact]
    public void Lines_of_ten_megabytes_binary_and_of_another_form_are_bounded_counted_and_told()
    {
        File.WriteAllText(Log, "");
        var feed = new FileFeed(new LogFeedSettings("f") { Files = [Log] }, Path.Combine(_folder, "positions"), _time);
        feed.Take();
        File.AppendAllText(Log, $"2026-01-05T12:00:00Z h {new string('x', 10 << 20)}\n");
        File.AppendAllText(Log, "no syslog\n2026-01-05T12:00:00Z h end\n");

        List<string> texts = [];
        for (int look = 0; look < 4; look++)
        {
            texts.AddRange(feed.Take().Select(line => line.Text));
        }

        Assert.Equal("end", texts[^1]);
        Assert.All(texts, text => Assert.InRange(text.Length, 1, LineQueue.LongestLine));
        Assert.Contains("not of the format", feed.TakeTrouble(), StringComparison.Ordinal);
        Assert.Null(feed.TakeTrouble());
    }

    [Fact]
    public void Positions_that_cannot_be_read_are_told_and_nothing_stops()
    {
        File.WriteAllText(Log, "old\n");
        File.WriteAllText(Path.Combine(_folder, "positions"), "{ cut");
        var feed = Feed();

        Assert.Empty(Take(feed));
        Assert.Contains("followed from their end", feed.TakeTrouble(), StringComparison.Ordinal);
        File.AppendAllText(Log, "one\n");
        Assert.Equal(["one"], Take(feed));
    }

    private FileFeed Feed(string name = "app.log") => new(
        new LogFeedSettings("f") { Files = [Path.Combine(_folder, name)], Format = LogFormat.Plain, Writer = "web-1" },
        Path.Combine(_folder, "positions"), _time);

    private static string[] Take(FileFeed feed) => [.. feed.Take().Select(line => line.Text)];
}
