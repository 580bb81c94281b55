using System.IO.Compression;

namespace Vireo.Simulation;

/// <summary>A gzip file that is checked to be complete: what comes out must be as long as its last four bytes say.</summary>
internal sealed class PackedStream(Stream packed, uint size) : Stream
{
    private readonly GZipStream _unpacked = new(packed, CompressionMode.Decompress);
    private uint _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = _unpacked.Read(buffer, offset, count);
        _read = unchecked(_read + (uint)read);
        if (read == 0 && count > 0 && _read != size)
        {
            throw new InvalidDataException(
                "a packed file that is cut short, or several joined into one (unpack those first)");
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }

        base.Dispose(disposing);
    }
}
