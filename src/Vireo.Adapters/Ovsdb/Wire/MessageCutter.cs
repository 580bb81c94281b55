using System.Buffers;

namespace Vireo.Adapters.Ovsdb;

/// <summary>Cuts a stream into messages. The protocol has no other framing than that each message is a JSON object, so
/// braces outside of texts are counted.</summary>
/// <param name="longest">The longest message in bytes; a longer one ends the connection.</param>
internal sealed class MessageCutter(int longest)
{
    private const int UsualSize = 64 * 1024;
    private static readonly SearchValues<byte> Outside = SearchValues.Create("\"{}"u8);
    private static readonly SearchValues<byte> Inside = SearchValues.Create("\"\\"u8);

    private byte[] _buffer = new byte[UsualSize];
    private int _start;
    private int _scanned;
    private int _end;
    private int _depth;
    private bool _isText;

    /// <summary>Where the next bytes go.</summary>
    /// <exception cref="OvsdbMalformed">A message became too long.</exception>
    public Memory<byte> Space()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_scanned, _end, _start) = (_scanned - _start, _end - _start, 0);
        }

        if (_end >= longest)
        {
            throw new OvsdbMalformed($"A message is longer than {longest} bytes.");
        }

        if (_end == 0 && _buffer.Length > UsualSize)
        {
            _buffer = new byte[UsualSize];
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, longest));
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>Says how many bytes were put there.</summary>
    public void Received(int count) => _end += count;

    /// <summary>The next whole message; it is valid until more bytes are received.</summary>
    /// <exception cref="OvsdbMalformed">What came cannot be a message.</exception>
    public bool TryCut(out ReadOnlyMemory<byte> message)
    {
        message = default;
        while (_scanned < _end)
        {
            if (_depth == 0 && !SkipBlanks())
            {
                return false;
            }

            var rest = _buffer.AsSpan(_scanned, _end - _scanned);
            int next = rest.IndexOfAny(_isText ? Inside : Outside);
            if (next < 0)
            {
                _scanned = _end;
                return false;
            }

            if (rest[next] == (byte)'\\' && next + 1 == rest.Length)
            {
                // What is escaped comes with the next bytes.
                _scanned += next;
                return false;
            }

            _scanned += next + (rest[next] == (byte)'\\' ? 2 : 1);
            if (Step(rest[next]))
            {
                message = _buffer.AsMemory(_start, _scanned - _start);
                _start = _scanned;

                return true;
            }
        }

        return false;
    }

    private bool SkipBlanks()
    {
        while (_scanned < _end && _buffer[_scanned] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _scanned++;
        }

        _start = _scanned;
        if (_scanned == _end)
        {
            return false;
        }

        return _buffer[_scanned] == (byte)'{'
            ? true
            : throw new OvsdbMalformed($"Expected a JSON object, found the byte 0x{_buffer[_scanned]:x2}.");
    }

    // Whether a message ends with this byte.
    private bool Step(byte found)
    {
        switch (found)
        {
            case (byte)'"':
                _isText = !_isText;
                return false;
            case (byte)'{':
                _depth++;
                return false;
            case (byte)'}':
                return --_depth == 0;
            default:
                return false;
        }
    }
}
