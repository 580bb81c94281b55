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

    /// <summary>How many bytes came of a message that is not whole yet.</summary>
    public int Left => _end - _start;

    /// <summary>So many bytes were put there.</summary>
    public void Received(int count) => _end += count;

    /// <summary>The next whole message, with its header; valid until <see cref="Space"/>.</summary>
    /// <exception cref="OpenFlowMalformed">Its header is of another version or protocol, or longer than the message. That is
    /// said before the rest has come, which of another protocol never does.</exception>
    public bool TryCut(out ReadOnlyMemory<byte> message)
    {
        message = default;
        if (Left < OpenFlowHeader.Size)
        {
            return false;
        }

        var header = OpenFlowHeader.Read(_buffer.AsSpan(_start));
        if (header.Version != OpenFlowHeader.Version13 && header.Type is not (MessageType.Hello or MessageType.Error))
        {
            throw new OpenFlowMalformed(
                $"A message begins as one of version {header.Version} where OpenFlow 1.3 (version {OpenFlowHeader.Version13}) is expected.");
        }

        if (header.Length < OpenFlowHeader.Size)
        {
            throw new OpenFlowMalformed($"A message says that it is {header.Length} bytes long, which is less than its header.");
        }

        if (Left < header.Length)
        {
            return false;
        }

        message = _buffer.AsMemory(_start, header.Length);
        _start += header.Length;

        return true;
    }
}
