using System.Text.Json;
using Vireo.Fleet;

namespace Vireo.Adapters.Logs;

/// <summary>Follows log files; how far each is read is kept, so that nothing is read twice or missed across a restart.
/// Used by one thread at a time.</summary>
public sealed class FileFeed : ILogFeed
{
    private const int MostFiles = 1_000;

    private readonly LogFeedSettings _settings;
    private readonly string _positionsFile;
    private readonly TimeProvider _time;
    private readonly LineQueue _queue;
    private readonly SortedDictionary<string, TailedFile> _files = new(StringComparer.Ordinal);
    private bool _hasLooked;

    /// <summary>Reads the positions; files are read at each <see cref="Take"/>.</summary>
    /// <param name="settings">Which files.</param>
    /// <param name="positionsFile">Where positions are kept. One that cannot be read is told, and files are followed from
    /// their end.</param>
    /// <param name="time">The clock that stamps lines.</param>
    public FileFeed(LogFeedSettings settings, string positionsFile, TimeProvider time)
    {
        (_settings, _positionsFile, _time) = (settings, positionsFile, time);
        _queue = new LineQueue(settings.Name);
        try
        {
            if (File.Exists(positionsFile))
            {
                var known = JsonSerializer.Deserialize<Dictionary<string, TailPosition>>(File.ReadAllBytes(positionsFile)) ?? [];
                foreach (var (path, position) in known)
                {
                    _files[path] = new TailedFile(path) { Position = position };
                }

                _hasLooked = known.Count > 0;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            _queue.Fail($"'{positionsFile}' cannot be read ({failure.Message}); files are followed from their end");
        }
    }

    /// <inheritdoc/>
    public string Name => _settings.Name;

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedLine> Take()
    {
        var now = _time.GetUtcNow();
        foreach (string path in _settings.Files.SelectMany(Matching).Take(MostFiles))
        {
            // What is left waits in its file.
            if (_queue.IsHalfFull)
            {
                break;
            }

            if (!_files.TryGetValue(path, out var file))
            {
                _files[path] = file = new TailedFile(path);
            }

            Read(path, file, now);
        }

        _hasLooked = true;
        Keep();

        return _queue.Take();
    }

    /// <inheritdoc/>
    public string? TakeTrouble() => _queue.TakeTrouble();

    private void Read(string path, TailedFile file, DateTimeOffset now)
    {
        try
        {
            file.Read(_hasLooked, line =>
            {
                if (LogFormats.Parse(_settings.Format, line, _settings.Writer) is { } parsed)
                {
                    _queue.Add(new ReceivedLine(now, parsed.Writer, parsed.Text));
                }
                else
                {
                    _queue.CountMalformed();
                }
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _queue.Fail($"'{path}' cannot be read: {failure.Message.TrimEnd('.')}");
        }
    }

    private IEnumerable<string> Matching(string pattern)
    {
        string name = Path.GetFileName(pattern);
        if (!name.Contains('*', StringComparison.Ordinal))
        {
            return [pattern];
        }

        try
        {
            return Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(pattern))!, name).Order(StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _queue.Fail($"'{pattern}' cannot be looked up: {failure.Message.TrimEnd('.')}");

            return [];
        }
    }

    // Written beside and moved into place, so that a crash leaves the old or the new. Names with a date in them come and
    // go for ever: of those that are gone only so many are kept.
    private void Keep()
    {
        try
        {
            if (_files.Count > 2 * MostFiles)
            {
                foreach (string gone in _files.Keys.Where(path => !File.Exists(path)).ToList())
                {
                    _files.Remove(gone);
                }
            }

            string fresh = $"{_positionsFile}.new";
            File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(
                _files.Where(file => file.Value.Position is not null).ToDictionary(file => file.Key, file => file.Value.Position)));
            File.Move(fresh, _positionsFile, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _queue.Fail($"positions cannot be kept: {failure.Message.TrimEnd('.')}");
        }
    }
}
