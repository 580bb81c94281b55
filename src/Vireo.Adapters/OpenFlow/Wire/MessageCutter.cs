namespace Vireo.Adapters.OpenFlow.Wire;

/// <summary>Cuts what arrives into messages. It never holds more than two of the longest, which are 64 KiB.</summary>
internal sealed class MessageCutter
{
    private const int Capacity = 2 * (ushort.MaxValue + 1);
    private readonly byte[] _buffer = new byte[Capacity];
    private int _start;
    private int _end;

    /// <summary>Where to put what arrives; never empty once all whole messages are cut.</summary>
    public Memory<byte> Space()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>So many bytes were put there.</summary>
    public void Received(int count) => _end += count;

    /// <summary>The next whole message, with its header; valid until <see cref="Space"/>.</summary>
    /// <exception cref="OpenFlowMalformed">Its length is shorter than its header.</exception>
    public bool TryCut(out ReadOnlyMemory<byte> message)
    {
        message = default;
        if (_end - _start < OpenFlowHeader.Size)
        {
            return false;
        }

        var header = OpenFlowHeader.Read(_buffer.AsSpan(_start));
        if (header.Length < OpenFlowHeader.Size)
        {
            throw new OpenFlowMalformed($"A message says that it is {header.Length} bytes long, which is less than its header.");
        }

        if (_end - _start < header.Length)
        {
            return false;
        }

        message = _buffer.AsMemory(_start, header.Length);
        _start += header.Length;

        return true;
    }
}
