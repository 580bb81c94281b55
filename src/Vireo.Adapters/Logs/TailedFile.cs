using System.Security.Cryptography;
using System.Text;

namespace Vireo.Adapters.Logs;

/// <summary>Follows a file that grows, is rotated (renamed to <c>NAME.1</c> with a new one in its place) or cut
/// short.</summary>
/// <remarks>A file is known by the hash of its first bytes, as its position outlives the process and its name does not
/// last.</remarks>
internal sealed class TailedFile(string path)
{
    private const int MostHead = 256;

    /// <summary>Bytes read of a file at one look; the rest is read at the next.</summary>
    private const int MostBytes = 4 << 20;

    /// <summary>How far it is read; null before it was seen.</summary>
    public TailPosition? Position { get; set; }

    /// <summary>Reads whole lines that were written since the last time.</summary>
    /// <param name="isNew">Whether a file that was never seen is read from its beginning: it came while others were
    /// followed.</param>
    /// <param name="take">Receives each line.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public void Read(bool isNew, Action<string> take)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = Open(path);
        if (Position is not { } known)
        {
            Position = At(file, isNew ? 0 : file.Length);
            known = Position;
        }
        else if (!IsSame(file, known))
        {
            FinishRotated(known, take);
            known = At(file, 0);
        }

        Position = ReadFrom(file, known.Offset, take);
    }

    private void FinishRotated(TailPosition known, Action<string> take)
    {
        string rotated = $"{path}.1";
        if (known.HeadLength == 0 || !File.Exists(rotated))
        {
            return;
        }

        using var file = Open(rotated);
        if (IsSame(file, known))
        {
            long offset = known.Offset;
            for (long before = -1; before != offset;)
            {
                before = offset;
                offset = ReadFrom(file, offset, take).Offset;
            }
        }
    }

    private static TailPosition ReadFrom(FileStream file, long offset, Action<string> take)
    {
        byte[] bytes = new byte[(int)Math.Clamp(file.Length - offset, 0, MostBytes)];
        file.Position = offset;
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var rest = bytes.AsSpan(0, read);
        int used = 0;
        for (int end = rest.IndexOf((byte)'\n'); end >= 0; end = rest[used..].IndexOf((byte)'\n'))
        {
            Take(rest.Slice(used, end), take);
            used += end + 1;
        }

        // A line that is longer than a whole look is cut there.
        if (used == 0 && read == MostBytes)
        {
            Take(rest, take);
            used = read;
        }

        return At(file, offset + used);
    }

    private static void Take(ReadOnlySpan<byte> line, Action<string> take)
    {
        string text = Encoding.UTF8.GetString(line.Length > 4 * LineQueue.LongestLine ? line[..(4 * LineQueue.LongestLine)] : line)
            .TrimEnd('\r');
        if (text.Length > 0)
        {
            take(text);
        }
    }

    private static bool IsSame(FileStream file, TailPosition known) =>
        file.Length >= known.Offset && file.Length >= known.HeadLength && HeadOf(file, known.HeadLength) == known.Head;

    private static TailPosition At(FileStream file, long offset)
    {
        int length = (int)Math.Min(MostHead, offset);

        return new TailPosition(offset, length, HeadOf(file, length));
    }

    private static string HeadOf(FileStream file, int length)
    {
        byte[] head = new byte[length];
        file.Position = 0;
        int read = file.ReadAtLeast(head, length, throwOnEndOfStream: false);

        return Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, read)));
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
