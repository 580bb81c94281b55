using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Adapters.Logs;

/// <summary>Follows a systemd journal through <c>journalctl</c>: that of this machine, or a folder into which journals of
/// others are collected (<c>systemd-journal-remote</c>).</summary>
/// <remarks>The cursor of the last entry that was handed over is kept (before the first, the instant of the first start),
/// so that nothing is read twice or missed across a restart. What comes faster than it is taken waits in the journal.
/// <c>journalctl</c> is started again when it ends, a minute later.</remarks>
public sealed class JournalFeed : ILogFeed, IAsyncDisposable
{
    /// <summary>The program that reads journals.</summary>
    public const string Program = "journalctl";

    private const int BufferBytes = 65_536;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly LogFeedSettings _settings;
    private readonly string _cursorFile;
    private readonly string _program;
    private readonly TimeProvider _time;
    private readonly LineQueue _queue;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _taken = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    // A cursor of the journal, or "@" and seconds of the epoch.
    private string _position;
    private string _kept = "";
    private string _told = "";

    /// <summary>Starts to follow, where it ended when that is known, else from now on.</summary>
    /// <param name="settings">Which journal.</param>
    /// <param name="cursorFile">Where the position is kept. One that cannot be read is told.</param>
    /// <param name="time">The clock that stamps lines.</param>
    /// <param name="program">What is run; <see cref="Program"/>.</param>
    public JournalFeed(LogFeedSettings settings, string cursorFile, TimeProvider time, string program)
    {
        (_settings, _cursorFile, _time, _program) = (settings, cursorFile, time, program);
        _queue = new LineQueue(settings.Name);
        _position = Instant(time.GetUtcNow());
        try
        {
            if (File.Exists(cursorFile))
            {
                _kept = File.ReadAllText(cursorFile).Trim();
                _position = IsPosition(_kept)
                    ? _kept : throw new InvalidDataException($"'{_kept}' is no place in a journal");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _queue.Fail($"'{cursorFile}' cannot be read ({failure.Message.TrimEnd('.')}); the journal is followed from now on");
        }

        _running = Task.Run(FollowAsync);
    }

    /// <inheritdoc/>
    public string Name => _settings.Name;

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedLine> Take()
    {
        IReadOnlyList<ReceivedLine> lines;
        string position;
        lock (_gate)
        {
            lines = _queue.Take();
            position = _position;
            if (_taken.CurrentCount == 0)
            {
                _taken.Release();
            }
        }

        Keep(position);

        return lines;
    }

    /// <inheritdoc/>
    public string? TakeTrouble() => _queue.TakeTrouble();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _taken.Dispose();
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await RunAsync();
                await Task.Delay(Pause, _time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task RunAsync()
    {
        using var journal = new Process { StartInfo = StartInfo() };
        try
        {
            journal.Start();
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException)
        {
            Tell(
                $"'{_program}' cannot be started ({failure.Message.TrimEnd('.')}); install it (it comes with systemd), or have " +
                "'files' with 'format: journal' written where it is");

            return;
        }

        try
        {
            var complaints = ReadComplaintsAsync(journal.StandardError);
            await ReadAsync(journal.StandardOutput.BaseStream);
            await complaints;
            await journal.WaitForExitAsync(_stop.Token);
            string last = await complaints;
            string why = last.Length > 0 ? $": {last}" : "";
            Tell($"'{_program}' ended with {journal.ExitCode}{why}; it is started again in a minute");
        }
        catch (IOException failure)
        {
            Tell(
                $"what '{_program}' writes cannot be read ({failure.Message.TrimEnd('.')}); it is started again in a minute");
        }
        finally
        {
            if (!journal.HasExited)
            {
                journal.Kill();
            }
        }
    }

    private ProcessStartInfo StartInfo()
    {
        string position = _position;
        var start = new ProcessStartInfo(_program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--follow", "--no-tail", "--merge", "--no-pager", "--all", "--output=json",
                "--output-fields=MESSAGE,_HOSTNAME,SYSLOG_IDENTIFIER",
                position.StartsWith('@') ? $"--since={position}" : $"--after-cursor={position}",
            },
        };
        if (_settings.JournalFolder.Length > 0)
        {
            start.ArgumentList.Add($"--directory={_settings.JournalFolder}");
        }

        return start;
    }

    private async Task ReadAsync(Stream output)
    {
        var frames = new SyslogFrames(Take);
        byte[] buffer = new byte[BufferBytes];
        while (await output.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            frames.Add(buffer.AsSpan(0, read));
            while (_queue.IsHalfFull)
            {
                await _taken.WaitAsync(_stop.Token);
            }
        }
    }

    private void Take(string line)
    {
        if (LogFormats.ParseJournal(line) is not { } entry)
        {
            _queue.CountMalformed();

            return;
        }

        lock (_gate)
        {
            _position = entry.Cursor.Length > 0 ? entry.Cursor : _position;
            _queue.Add(new ReceivedLine(_time.GetUtcNow(), entry.Writer, entry.Text));
        }

        _told = "";
    }

    // Hints and failures; the last is returned as well.
    private async Task<string> ReadComplaintsAsync(StreamReader errors)
    {
        string last = "";
        while (await errors.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.Trim() is { Length: > 0 } said)
            {
                last = said.TrimEnd('.');
                Tell($"'{_program}' says: {last}");
            }
        }

        return last;
    }

    private static string Instant(DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture, $"@{(at - DateTimeOffset.UnixEpoch).TotalSeconds:0.000000}");

    private static bool IsPosition(string text) =>
        text.StartsWith('@') || text.Contains("i=", StringComparison.Ordinal);

    private void Tell(string trouble)
    {
        if (_told != trouble)
        {
            _told = trouble;
            _queue.Fail(trouble);
        }
    }

    // Written beside and moved into place, so that a crash leaves the old or the new.
    private void Keep(string position)
    {
        if (position == _kept)
        {
            return;
        }

        try
        {
            string fresh = $"{_cursorFile}.new";
            File.WriteAllText(fresh, position);
            File.Move(fresh, _cursorFile, overwrite: true);
            _kept = position;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _queue.Fail($"the place in the journal cannot be kept: {failure.Message.TrimEnd('.')}");
        }
    }
}
