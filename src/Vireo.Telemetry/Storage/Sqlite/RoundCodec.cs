using Vireo.Fleet;
using Vireo.Telemetry.Storage.Chunks;

namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>One round as it is written ahead: for each sample the step to its series, its instant and its
/// value.</summary>
internal sealed class RoundCodec
{
    private const int LargestSample = 32;
    private const int MostDigits = 4;
    private const int RawValue = 7;
    private const long LargestWhole = 1L << 40;

    private byte[] buffer = new byte[65_536];
    private int length;

    /// <summary>Encodes a round; what is returned is valid until the next.</summary>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<Measurement> samples, ReadOnlySpan<StoredSeries> series)
    {
        int needed = 16 + (samples.Length * LargestSample);
        if (buffer.Length < needed)
        {
            buffer = new byte[needed];
        }

        length = 0;
        WriteVariable((ulong)samples.Length);
        long idBefore = 0;
        long timeBefore = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            long time = samples[i].At.ToUnixTimeMilliseconds();
            WriteVariable(ZigZag.Encode(series[i].Id - idBefore - 1));
            WriteVariable(ZigZag.Encode(time - timeBefore));
            WriteValue(samples[i].Value);
            (idBefore, timeBefore) = (series[i].Id, time);
        }

        length += Checksum.Size;
        Checksum.Write(buffer.AsSpan(0, length));

        return buffer.AsSpan(0, length);
    }

    /// <summary>Decodes a round.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> data, Action<int, long, double> take)
    {
        if (!Checksum.IsRight(data))
        {
            throw new InvalidDataException($"A round of {data.Length} bytes does not match its checksum.");
        }

        int at = 0;
        ulong count = ReadVariable(data, ref at);
        long id = 0;
        long time = 0;
        for (ulong i = 0; i < count; i++)
        {
            id += ZigZag.Decode(ReadVariable(data, ref at)) + 1;
            time += ZigZag.Decode(ReadVariable(data, ref at));
            take((int)id, time, ReadValue(data, ref at));
        }
    }

    private void WriteValue(double value)
    {
        int digits = 0;
        if (DecimalScale.TryScale(value, ref digits, MostDigits, out long whole) && Math.Abs(whole) < LargestWhole)
        {
            WriteVariable((ZigZag.Encode(whole) << 3) | (uint)digits);

            return;
        }

        WriteVariable(RawValue);
        BitConverter.TryWriteBytes(buffer.AsSpan(length), value);
        length += sizeof(double);
    }

    private static double ReadValue(ReadOnlySpan<byte> data, ref int at)
    {
        ulong tagged = ReadVariable(data, ref at);
        int digits = (int)(tagged & 7);
        if (digits != RawValue)
        {
            return DecimalScale.Restore(ZigZag.Decode(tagged >> 3), digits);
        }

        double value = BitConverter.ToDouble(data[at..]);
        at += sizeof(double);

        return value;
    }

    private void WriteVariable(ulong value)
    {
        while (value >= 128)
        {
            buffer[length++] = (byte)(value | 128);
            value >>= 7;
        }

        buffer[length++] = (byte)value;
    }

    private static ulong ReadVariable(ReadOnlySpan<byte> data, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = data[at++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                break;
            }
        }

        return value;
    }
}
