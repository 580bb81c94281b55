using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Vireo.Forecasting.Lstm;

/// <summary>Saves and loads networks.</summary>
/// <remarks>Eight bytes <c>VIREOLST</c>, the version, the kind, the length of the body, the body (sizes, then weights
/// in single precision, little-endian), and the SHA-256 of all before it. A newer version is refused, not guessed
/// at.</remarks>
public static class LstmFormat
{
    /// <summary>The version written, and the newest that is read.</summary>
    public const int Version = 1;

    private const int LongestBody = 1 << 28;

    private static ReadOnlySpan<byte> Magic => "VIREOLST"u8;

    /// <summary>Writes a network.</summary>
    public static void Save(LstmNetwork network, Stream stream) => Write(stream, LstmFormatKind.Network, writer =>
    {
        WriteShape(writer, network.Shape);
        WriteNumbers(writer, network.Parameters);
    });

    /// <summary>Reads a network.</summary>
    /// <exception cref="InvalidDataException">The stream holds something else, a newer version, or damaged
    /// bytes.</exception>
    public static LstmNetwork Load(Stream stream) => Read(stream, LstmFormatKind.Network, reader =>
    {
        LstmShape shape = ReadShape(reader);

        return new LstmNetwork(shape, ReadNumbers(reader, shape.ParameterCount));
    });

    /// <summary>Writes what forecasts of many series rest on.</summary>
    /// <exception cref="ArgumentException">The networks differ in shape.</exception>
    public static void SavePair(NetworkPair pair, Stream stream)
    {
        if (!pair.Judged.Shape.Equals(pair.Shared.Shape with { Levels = pair.Judged.Shape.Levels })
            || !pair.Judged.Shape.Levels.SequenceEqual(pair.Shared.Shape.Levels))
        {
            throw new ArgumentException("The two networks of a pair have one shape.", nameof(pair));
        }

        Write(stream, LstmFormatKind.NetworkPair, writer =>
        {
            WriteShape(writer, pair.Shared.Shape);
            WriteNumbers(writer, pair.Judged.Parameters);
            WriteNumbers(writer, pair.Shared.Parameters);
        });
    }

    /// <summary>Reads what forecasts of many series rest on.</summary>
    /// <exception cref="InvalidDataException">The stream holds something else, a newer version, or damaged
    /// bytes.</exception>
    public static NetworkPair LoadPair(Stream stream) => Read(stream, LstmFormatKind.NetworkPair, reader =>
    {
        LstmShape shape = ReadShape(reader);
        float[] judged = ReadNumbers(reader, shape.ParameterCount);

        return new NetworkPair(
            new LstmNetwork(shape, judged), new LstmNetwork(shape, ReadNumbers(reader, shape.ParameterCount)));
    });

    internal static void Write(Stream stream, LstmFormatKind kind, Action<BinaryWriter> body)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        body(writer);
        writer.Flush();
        byte[] bytes = content.ToArray();
        content.SetLength(0);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((byte)kind);
        writer.Write(bytes.Length);
        writer.Write(bytes);
        writer.Flush();
        byte[] whole = content.ToArray();
        stream.Write(whole);
        stream.Write(SHA256.HashData(whole));
    }

    internal static T Read<T>(Stream stream, LstmFormatKind kind, Func<BinaryReader, T> body)
    {
        try
        {
            byte[] content = ReadBody(stream, kind);
            using var reader = new BinaryReader(new MemoryStream(content));
            T result = body(reader);

            return reader.BaseStream.Position == content.Length
                ? result
                : throw new InvalidDataException(
                    "The LSTM file is longer than its sizes say. Train the network again.");
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException(
                "The LSTM file ends early or its sizes do not fit. Copy it again or train the network again.",
                exception);
        }
    }

    internal static void WriteShape(BinaryWriter writer, LstmShape shape)
    {
        writer.Write(shape.Window);
        writer.Write(shape.Patch);
        writer.Write(shape.Layers);
        writer.Write(shape.Hidden);
        writer.Write(shape.Dense);
        writer.Write(shape.Horizon);
        writer.Write(shape.Memory);
        writer.Write(shape.Season);
        writer.Write(shape.Levels.Length);
        foreach (double level in shape.Levels)
        {
            writer.Write(level);
        }
    }

    internal static void WriteNumbers(BinaryWriter writer, ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers)
        {
            writer.Write(number);
        }
    }

    internal static float[] ReadNumbers(BinaryReader reader, int count)
    {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = reader.ReadSingle();
        }

        return numbers;
    }

    private static LstmShape ReadShape(BinaryReader reader) => new LstmShape
    {
        Window = reader.ReadInt32(),
        Patch = reader.ReadInt32(),
        Layers = reader.ReadInt32(),
        Hidden = reader.ReadInt32(),
        Dense = reader.ReadInt32(),
        Horizon = reader.ReadInt32(),
        Memory = reader.ReadInt32(),
        Season = reader.ReadInt32(),
        Levels = ReadLevels(reader),
    }.Checked();

    private static ImmutableArray<double> ReadLevels(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count is < 1 or > 64)
        {
            throw new InvalidDataException($"The LSTM file says it has {count} quantile levels; 1 to 64 are possible.");
        }

        return [.. Enumerable.Range(0, count).Select(_ => reader.ReadDouble())];
    }

    private static byte[] ReadBody(Stream stream, LstmFormatKind kind)
    {
        byte[] head = new byte[Magic.Length + 9];
        stream.ReadExactly(head);
        if (!head.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException("This is no LSTM file of Vireo: it does not begin with 'VIREOLST'.");
        }

        int version = BitConverter.ToInt32(head, Magic.Length);
        if (version is < 1 or > Version)
        {
            throw new InvalidDataException(
                $"The LSTM file has version {version}; this Vireo reads up to {Version}. Use the Vireo that wrote it.");
        }

        if (head[Magic.Length + 4] != (byte)kind)
        {
            throw new InvalidDataException(
                $"The LSTM file holds a {(LstmFormatKind)head[Magic.Length + 4]} where a {kind} is expected. " +
                "Name a file of that kind.");
        }

        int length = BitConverter.ToInt32(head, Magic.Length + 5);
        if (length is < 0 or > LongestBody)
        {
            throw new InvalidDataException($"The LSTM file says it is {length} bytes long, which it cannot be.");
        }

        byte[] body = new byte[length];
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(body);
        stream.ReadExactly(hash);

        return SHA256.HashData([.. head, .. body]).AsSpan().SequenceEqual(hash)
            ? body
            : throw new InvalidDataException("The LSTM file is damaged: its SHA-256 does not fit. Copy it again.");
    }
}
