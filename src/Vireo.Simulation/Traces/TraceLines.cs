using System.Text;

namespace Vireo.Simulation;

/// <summary>The lines of a text file, plain or .gz, as bytes: streamed, bounded, and with errors that name the
/// line.</summary>
public sealed class TraceLines : IDisposable
{
    private const int ReadBytes = 1 << 16;
    private readonly TraceLimits _limits;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[ReadBytes];
    private int _start;
    private int _end;
    private long _total;
    private bool _isAtEnd;

    private TraceLines(string path, Stream stream, TraceLimits limits)
    {
        Path = path;
        _stream = stream;
        _limits = limits;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Number of the line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Whether the last line was not ended, as in a file that was cut.</summary>
    public bool EndsInLine { get; private set; }

    /// <summary>Opens a file; packed ones are known by their first bytes.</summary>
    /// <exception cref="TraceFormatException">It cannot be read.</exception>
    public static TraceLines Open(string path, TraceLimits limits)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, ReadBytes);
            if (!file.CanSeek)
            {
                file.Dispose();

                throw new TraceFormatException(path, 0, "a file", "a pipe or a device; save it to a file first");
            }

            Stream stream = IsGzip(file) ? new PackedStream(file) : file;

            return new TraceLines(path, stream, limits);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TraceFormatException(path, 0, "a readable file", WhatIsThere(path, exception), exception);
        }
    }

    // In words that follow "found".
    private static string WhatIsThere(string path, Exception exception) => exception switch
    {
        FileNotFoundException => "no file of that name",
        DirectoryNotFoundException => "no folder for it",
        UnauthorizedAccessException => Directory.Exists(path) ? "a folder" : "one that this user may not read",
        _ => $"one that cannot be opened ({exception.Message.TrimEnd('.')})",
    };

    /// <summary>Reads the next line that is not empty; false at the end of the file.</summary>
    /// <param name="line">Valid until the next call; without its line end and trailing blanks.</param>
    /// <exception cref="TraceFormatException">The file is damaged, binary, or beyond the limits.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (TryReadAny(out line))
        {
            if (!line.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A line as text.</summary>
    /// <exception cref="TraceFormatException">It is not UTF-8.</exception>
    public string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw Error("UTF-8 text", "bytes that are not UTF-8", exception);
        }
    }

    /// <summary>An error at the line read last.</summary>
    public TraceFormatException Error(string expected, string found, Exception? inner = null) =>
        new(Path, Math.Max(Line, 1), expected, found, inner);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static UTF8Encoding Strict { get; } = new(false, throwOnInvalidBytes: true);

    private bool TryReadAny(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(searched + length, skip: 1);

                return true;
            }

            searched = _end - _start;
            if (_isAtEnd)
            {
                bool isLast = searched > 0;
                EndsInLine |= isLast;
                line = isLast ? Take(searched, skip: 0) : default;

                return isLast;
            }

            Fill();
        }
    }

    private ReadOnlySpan<byte> Take(int length, int skip)
    {
        Line++;
        var line = _buffer.AsSpan(_start, length);
        _start += length + skip;
        if (Line == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        if (line.Contains((byte)0))
        {
            throw Error("UTF-8 text", "zero bytes (UTF-16 or a binary file)");
        }

        return line.TrimEnd("\r\t "u8);
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Line++;
            if (_buffer.Length >= _limits.LineBytes)
            {
                throw Error($"lines of at most {_limits.LineBytes} bytes", "a longer one");
            }

            Line--;
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = ReadSome();
        _isAtEnd = read == 0;
        _end += read;
        _total += read;
        if (_total > _limits.FileBytes)
        {
            throw Error($"at most {_limits.FileBytes} bytes of text", "more");
        }
    }

    private int ReadSome()
    {
        try
        {
            return _stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            Line++;

            throw Error("a complete and undamaged file", exception.Message.TrimEnd('.'), exception);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;

        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }
}
