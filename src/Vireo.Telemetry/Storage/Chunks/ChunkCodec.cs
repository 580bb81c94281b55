namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Compresses samples of one series without loss.</summary>
/// <remarks>Layout: version (4 bits), form of the values (4 bits), count, times, values, CRC-32C. Values are equal,
/// decimal or neither; the first that fits is used.</remarks>
internal sealed class ChunkCodec
{
    /// <summary>Samples in the largest chunk.</summary>
    public const int MostSamples = 480;

    private const ulong Version = 1;
    private const ulong Equal = 0;
    private const ulong Decimal = 1;
    private const ulong Xor = 2;

    private readonly BitWriter bits = new();
    private readonly long[] wholes = new long[MostSamples];
    private byte[] padded = new byte[8_192];

    /// <summary>Compresses up to <see cref="MostSamples"/>.</summary>
    /// <param name="times">Ascending, at least one.</param>
    /// <param name="values">One per time.</param>
    public byte[] Encode(ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(times.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(times.Length, MostSamples);
        bits.Clear();
        bits.Write(Version, 4);
        var scaled = wholes.AsSpan(0, values.Length);
        int digits = 0;
        ulong form = AreEqual(values) ? Equal : DecimalScale.TryScale(values, scaled, out digits) ? Decimal : Xor;
        bits.Write(form, 4);
        bits.WriteVariable((ulong)times.Length);
        TimeColumn.Write(bits, times);
        switch (form)
        {
            case Equal:
                bits.Write(BitConverter.DoubleToUInt64Bits(values[0]), 64);
                break;
            case Decimal:
                DecimalColumn.Write(bits, scaled, digits);
                break;
            default:
                XorColumn.Write(bits, values);
                break;
        }

        return bits.Finish();
    }

    /// <summary>Gives back what was compressed.</summary>
    /// <param name="data">A chunk with its checksum.</param>
    /// <param name="times">Receives the times; <see cref="MostSamples"/> long.</param>
    /// <param name="values">Receives the values; <see cref="MostSamples"/> long.</param>
    /// <returns>How many samples there are.</returns>
    /// <exception cref="InvalidDataException">The chunk is damaged or was written by a newer version.</exception>
    public int Decode(ReadOnlySpan<byte> data, Span<long> times, Span<double> values)
    {
        if (!Checksum.IsRight(data))
        {
            throw new InvalidDataException($"A chunk of {data.Length} bytes does not match its checksum.");
        }

        var reader = new BitReader(Pad(data), data.Length - Checksum.Size);
        ulong version = reader.Read(4);
        ulong form = reader.Read(4);
        ulong count = reader.ReadVariable();
        if (version != Version || form > Xor || count is 0 or > MostSamples)
        {
            throw new InvalidDataException($"A chunk of version {version} and form {form} is not known here.");
        }

        times = times[..(int)count];
        values = values[..(int)count];
        TimeColumn.Read(ref reader, times);
        switch (form)
        {
            case Equal:
                values.Fill(BitConverter.UInt64BitsToDouble(reader.Read(64)));
                break;
            case Decimal:
                DecimalColumn.Read(ref reader, values);
                break;
            default:
                XorColumn.Read(ref reader, values);
                break;
        }

        return reader.IsPastEnd ? throw new InvalidDataException("A chunk ends too early.") : (int)count;
    }

    private ReadOnlySpan<byte> Pad(ReadOnlySpan<byte> data)
    {
        if (padded.Length < data.Length + BitReader.Padding)
        {
            padded = new byte[(data.Length * 2) + BitReader.Padding];
        }

        data.CopyTo(padded);
        padded.AsSpan(data.Length, BitReader.Padding).Clear();

        return padded.AsSpan(0, data.Length + BitReader.Padding);
    }

    private static bool AreEqual(ReadOnlySpan<double> values)
    {
        long first = BitConverter.DoubleToInt64Bits(values[0]);
        foreach (double value in values)
        {
            if (BitConverter.DoubleToInt64Bits(value) != first)
            {
                return false;
            }
        }

        return true;
    }
}
