using System.IO.Compression;

namespace Vireo.Simulation;

/// <summary>A gzip file, of one member or several joined ones, that is checked to be complete.</summary>
/// <remarks>The platform's reader takes some cut files for complete ones. What comes out of a single member must be as
/// long as the last four bytes of the file say; where it is longer the file may be a joined one, and is read once more:
/// the last of its bytes, as many as the last member holds, must have the check sum that stands there (RFC
/// 1952).</remarks>
/// <param name="packed">Seekable, at its start.</param>
internal sealed class PackedStream(FileStream packed) : Stream
{
    private readonly GZipStream _unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true);
    private readonly GzipTrailer _trailer = GzipTrailer.Read(packed);
    private long _read;

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
        _read += read;
        if (read == 0 && count > 0 && unchecked((uint)_read) != _trailer.Size && !IsJoined())
        {
            throw new InvalidDataException("a packed file that is cut short");
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
            packed.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsJoined()
    {
        long before = _read - _trailer.Size;
        if (before <= 0)
        {
            return false;
        }

        packed.Position = 0;
        using var again = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var sum = new Crc32();
        byte[] part = new byte[1 << 16];
        for (long at = 0; at < _read;)
        {
            int read = again.Read(part);
            if (read == 0)
            {
                return false;
            }

            int skipped = (int)Math.Clamp(before - at, 0, read);
            sum.Add(part.AsSpan(skipped, read - skipped));
            at += read;
        }

        return sum.Value == _trailer.CheckSum;
    }
}
