using System.Buffers.Binary;
using System.Text;

namespace Vireo.Adapters.Libvirt;

/// <summary>Writes the disk from which cloud-init takes its data (NoCloud): an ISO 9660 image with the label
/// <c>cidata</c> and two
/// files.</summary>
/// <remarks>ECMA-119 without extensions: systems show its capital names in small letters.</remarks>
internal static class SeedImage
{
    private const int Sector = 2048;
    private const int Descriptor = 16;
    private const int LittlePaths = 18;
    private const int BigPaths = 19;
    private const int Root = 20;
    private const int FirstFile = 21;
    private const int PathTableBytes = 10;
    private static readonly string[] Names = ["META-DATA.;1", "USER-DATA.;1"];

    /// <summary>The image.</summary>
    /// <param name="machine">The machine's name, which is also its instance for cloud-init: it runs once in it.</param>
    /// <param name="userData">As the template has it, parameters filled in.</param>
    public static byte[] Write(string machine, string userData)
    {
        byte[][] files =
        [
            Encoding.UTF8.GetBytes($"instance-id: {machine}\nlocal-hostname: {machine}\n"), Encoding.UTF8.GetBytes(userData),
        ];
        int sectors = FirstFile + files.Sum(SectorsOf);
        byte[] image = new byte[sectors * Sector];
        WriteDescriptors(image, sectors);
        WritePaths(image);
        var directory = image.AsSpan(Root * Sector, Sector);
        int at = WriteRecord(directory, Root, Sector, isFolder: true, [0]);
        at += WriteRecord(directory[at..], Root, Sector, isFolder: true, [1]);
        int next = FirstFile;
        foreach (var (name, content) in Names.Zip(files))
        {
            at += WriteRecord(directory[at..], next, content.Length, isFolder: false, Encoding.ASCII.GetBytes(name));
            content.CopyTo(image, next * Sector);
            next += SectorsOf(content);
        }

        return image;
    }

    private static int SectorsOf(byte[] content) => Math.Max(1, (content.Length + Sector - 1) / Sector);

    private static void WriteDescriptors(byte[] image, int sectors)
    {
        var volume = image.AsSpan(Descriptor * Sector, Sector);
        volume[0] = 1;
        "CD001\u0001"u8.CopyTo(volume[1..]);
        volume[8..72].Fill((byte)' ');
        "cidata"u8.CopyTo(volume[40..]);
        Both(volume[80..], sectors);
        Both16(volume[120..], 1);
        Both16(volume[124..], 1);
        Both16(volume[128..], Sector);
        Both(volume[132..], PathTableBytes);
        BinaryPrimitives.WriteInt32LittleEndian(volume[140..], LittlePaths);
        BinaryPrimitives.WriteInt32BigEndian(volume[148..], BigPaths);
        WriteRecord(volume[156..], Root, Sector, isFolder: true, [0]);
        volume[190..813].Fill((byte)' ');
        for (int at = 813; at < 881; at += 17)
        {
            // Four times of no importance: none.
            volume[at..(at + 16)].Fill((byte)'0');
        }

        volume[881] = 1;
        var end = image.AsSpan((Descriptor + 1) * Sector);
        end[0] = 255;
        "CD001\u0001"u8.CopyTo(end[1..]);
    }

    private static void WritePaths(byte[] image)
    {
        foreach (int sector in (ReadOnlySpan<int>)[LittlePaths, BigPaths])
        {
            var table = image.AsSpan(sector * Sector);
            table[0] = 1;
            if (sector == LittlePaths)
            {
                BinaryPrimitives.WriteInt32LittleEndian(table[2..], Root);
                BinaryPrimitives.WriteInt16LittleEndian(table[6..], 1);
            }
            else
            {
                BinaryPrimitives.WriteInt32BigEndian(table[2..], Root);
                BinaryPrimitives.WriteInt16BigEndian(table[6..], 1);
            }
        }
    }

    private static int WriteRecord(Span<byte> to, int sector, int length, bool isFolder, ReadOnlySpan<byte> name)
    {
        int size = 33 + name.Length + ((name.Length + 1) % 2);
        to[0] = (byte)size;
        Both(to[2..], sector);
        Both(to[10..], length);
        to[18] = 100;
        to[19] = 1;
        to[20] = 1;
        to[25] = (byte)(isFolder ? 2 : 0);
        Both16(to[28..], 1);
        to[32] = (byte)name.Length;
        name.CopyTo(to[33..]);

        return size;
    }

    private static void Both(Span<byte> to, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, value);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], value);
    }

    private static void Both16(Span<byte> to, short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(to, value);
        BinaryPrimitives.WriteInt16BigEndian(to[2..], value);
    }
}
