using System.Buffers.Binary;
using System.Text;

namespace Vireo.Adapters.Libvirt;

/// <summary>Writes the few tables of an empty qcow2 disk, so that a new machine needs no tool on its host: what it
/// does not write
/// itself it reads from the image under it.</summary>
/// <remarks>QEMU, <em>docs/interop/qcow2.txt</em>, version 3; clusters of 64 KiB, reference counts of 16
/// bits.</remarks>
internal static class QcowOverlay
{
    private const int ClusterBits = 16;
    private const int Cluster = 1 << ClusterBits;
    private const int HeaderLength = 104;
    private const uint BackingFormat = 0xE2792ACA;

    // One entry of the first table leads to a cluster of entries of eight bytes, each to a cluster.
    private const long BytesPerEntry = (long)Cluster / 8 * Cluster;

    /// <summary>A disk of given size without content.</summary>
    public static byte[] Empty(long capacity) => Write(capacity, "", "");

    /// <summary>A disk over an image.</summary>
    public static byte[] Over(DiskImage image) => Write(image.Capacity, image.Path, image.Format);

    private static byte[] Write(long capacity, string path, string format)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        int entries = checked((int)((capacity + BytesPerEntry - 1) / BytesPerEntry));
        int clusters = 3 + (((entries * 8) + Cluster - 1) / Cluster);
        byte[] disk = new byte[clusters * Cluster];
        WriteHeader(disk, capacity, entries);
        WriteBacking(disk, path, format);

        // The table of reference blocks, and its one block: every cluster that is written is used once.
        BinaryPrimitives.WriteUInt64BigEndian(disk.AsSpan(Cluster), 2 * Cluster);
        for (int i = 0; i < clusters; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(disk.AsSpan((2 * Cluster) + (2 * i)), 1);
        }

        return disk;
    }

    private static void WriteHeader(byte[] disk, long capacity, int entries)
    {
        "QFI"u8.CopyTo(disk);
        disk[3] = 0xFB;
        BinaryPrimitives.WriteUInt32BigEndian(disk.AsSpan(4), 3);
        BinaryPrimitives.WriteUInt32BigEndian(disk.AsSpan(20), ClusterBits);
        BinaryPrimitives.WriteInt64BigEndian(disk.AsSpan(24), capacity);
        BinaryPrimitives.WriteInt32BigEndian(disk.AsSpan(36), entries);
        BinaryPrimitives.WriteUInt64BigEndian(disk.AsSpan(40), 3 * Cluster);
        BinaryPrimitives.WriteUInt64BigEndian(disk.AsSpan(48), Cluster);
        BinaryPrimitives.WriteUInt32BigEndian(disk.AsSpan(56), 1);
        BinaryPrimitives.WriteUInt32BigEndian(disk.AsSpan(96), 4);
        BinaryPrimitives.WriteUInt32BigEndian(disk.AsSpan(100), HeaderLength);
    }

    // The format is said, never guessed: a guest could write another one into its first bytes.
    private static void WriteBacking(byte[] disk, string path, string format)
    {
        if (path.Length == 0)
        {
            return;
        }

        byte[] kind = Encoding.UTF8.GetBytes(format);
        BinaryPrimitives.WriteUInt32BigEndian(disk.AsSpan(HeaderLength), BackingFormat);
        BinaryPrimitives.WriteInt32BigEndian(disk.AsSpan(HeaderLength + 4), kind.Length);
        kind.CopyTo(disk, HeaderLength + 8);

        // Padded to eight bytes; an extension of zeros ends the list.
        int name = HeaderLength + 8 + ((kind.Length + 7) / 8 * 8) + 8;
        byte[] text = Encoding.UTF8.GetBytes(path);
        text.CopyTo(disk, name);
        BinaryPrimitives.WriteInt64BigEndian(disk.AsSpan(8), name);
        BinaryPrimitives.WriteInt32BigEndian(disk.AsSpan(16), text.Length);
    }
}
