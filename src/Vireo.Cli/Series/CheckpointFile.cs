using System.Buffers.Binary;
using Vireo.Cli.Terminal;
using Vireo.Forecasting.Lstm;

namespace Vireo.Cli.Series;

/// <summary>One file with the state of several trainings, replaced whole after every round.</summary>
/// <remarks>Eight bytes <c>VIREOCKP</c>, then each part as its length (four bytes, little-endian) and its bytes; a part
/// of length zero was not begun. What a part holds carries its own check sum.</remarks>
internal sealed class CheckpointFile
{
    private const int LengthBytes = 4;
    private readonly string _path;
    private readonly byte[][] _parts;

    private CheckpointFile(string path, byte[][] parts)
    {
        _path = path;
        _parts = parts;
    }

    private static ReadOnlySpan<byte> Magic => "VIREOCKP"u8;

    /// <summary>Opens a file, or begins one that is written with the first part.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is none of ours.</exception>
    public static CheckpointFile Open(string path, int parts)
    {
        try
        {
            return new CheckpointFile(path, File.Exists(path) ? Split(path, File.ReadAllBytes(path), parts) : Empty(parts));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read the checkpoint '{path}': {error.Message}", error);
        }
    }

    /// <summary>One of the trainings.</summary>
    public ICheckpoint Part(int index) => new PartOfFile(this, index);

    private static byte[][] Empty(int parts) => [.. Enumerable.Repeat(Array.Empty<byte>(), parts)];

    private static byte[][] Split(string path, byte[] content, int count)
    {
        var rest = content.AsSpan();
        byte[][] parts = Empty(count);
        bool isOurs = rest.StartsWith(Magic);
        rest = isOurs ? rest[Magic.Length..] : rest;
        for (int i = 0; i < count && isOurs; i++)
        {
            int length = rest.Length >= LengthBytes ? BinaryPrimitives.ReadInt32LittleEndian(rest) : -1;
            isOurs = length >= 0 && length <= rest.Length - LengthBytes;
            parts[i] = isOurs ? rest.Slice(LengthBytes, length).ToArray() : [];
            rest = isOurs ? rest[(LengthBytes + length)..] : rest;
        }

        return isOurs && rest.IsEmpty
            ? parts
            : throw new UsageException(
                $"'{path}' is not a checkpoint of a training, or it is damaged. Delete it or name another file.");
    }

    private void Write(int index, byte[] state)
    {
        _parts[index] = state;
        Output.WriteBytes(_path, file =>
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            file.Write(Magic);
            foreach (byte[] part in _parts)
            {
                BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
                file.Write(length);
                file.Write(part);
            }
        });
    }

    private sealed class PartOfFile(CheckpointFile file, int index) : ICheckpoint
    {
        public byte[]? Read() => file._parts[index] is { Length: > 0 } state ? state : null;

        public void Write(byte[] state) => file.Write(index, state);
    }
}
