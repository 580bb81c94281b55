using System.IO.Compression;
using System.Text;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Logs;

/// <summary>The lines of a text file, plain or .gz, as bytes. Nothing in them is an error: long lines are cut, binary
/// data and foreign encodings are read as they are.</summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>Bytes kept of one line.</summary>
    public const int LongestLine = 1 << 20;

    private readonly FileStream _file;
    private readonly Stream _text;
    private byte[] _buffer = new byte[1 << 17];
    private int _from;
    private int _to;
    private bool _isAtEnd;
    private bool _skipsRest;

    private LogFile(FileStream file, Stream text)
    {
        _file = file;
        _text = text;
        Fill();
        if (_buffer.AsSpan(0, _to).StartsWith("\uFEFF"u8))
        {
            _from = Encoding.UTF8.Preamble.Length;
        }
    }

    /// <summary>Lines that were cut.</summary>
    public long CutLines { get; private set; }

    /// <summary>How much of the file is read, 0 to 1.</summary>
    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <summary>Opens a file.</summary>
    /// <exception cref="UsageException">It cannot be read twice from the start, or not at all.</exception>
    public static LogFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (!file.CanSeek)
            {
                throw new UsageException(
                    $"'{path}' is no regular file. Logs are read twice: save them to a file first.");
            }

            byte[] start = new byte[3];
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = 0;
            bool isCompressed = length >= 2 && start[0] == 0x1f && start[1] == 0x8b;
            Stream text = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
            Encoding? wide = (start[0], start[1]) switch
            {
                (0xff, 0xfe) => Encoding.Unicode,
                (0xfe, 0xff) => Encoding.BigEndianUnicode,
                _ => null,
            };

            return new(file, wide is null ? text : Encoding.CreateTranscodingStream(text, wide, Encoding.UTF8));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            file?.Dispose();

            throw new UsageException($"Cannot read '{path}': {error.Message}", error);
        }
    }

    /// <summary>Reads the next line without its break; false at the end. The line is valid until the next
    /// call.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        SkipRest();
        int searched = _from;
        while (true)
        {
            int length = _buffer.AsSpan(searched, _to - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Trim(_buffer.AsSpan(_from, searched + length - _from));
                _from = searched + length + 1;

                return true;
            }

            if (_to - _from >= LongestLine)
            {
                line = _buffer.AsSpan(_from, LongestLine);
                _from = _to;
                _skipsRest = true;
                CutLines++;

                return true;
            }

            searched = _to;
            if (_isAtEnd)
            {
                line = Trim(_buffer.AsSpan(_from, _to - _from));
                bool hasLine = _to > _from;
                _from = _to;

                return hasLine;
            }

            int kept = searched - _from;
            Fill();
            searched = _from + kept;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _file.Dispose();
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.EndsWith("\r"u8) ? line[..^1] : line;

    private void Fill()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            _to -= _from;
            _from = 0;
        }

        if (_to == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read = _text.Read(_buffer, _to, _buffer.Length - _to);
        _to += read;
        _isAtEnd = read == 0;
    }

    // What was handed out of a long line stays valid until the next call, so its rest is skipped only then.
    private void SkipRest()
    {
        while (_skipsRest)
        {
            int end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
            _skipsRest = end < 0 && !_isAtEnd;
            _from = end < 0 ? _to : _from + end + 1;
            if (_skipsRest)
            {
                Fill();
            }
        }
    }
}
