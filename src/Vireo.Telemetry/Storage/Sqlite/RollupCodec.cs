using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Storage.Chunks;

namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>One day of roll-up points as four chunks. Means are kept to single precision; maximum and percentile are
/// samples and stay exact.</summary>
internal static class RollupCodec
{
    public static byte[] Encode(ChunkCodec codec, IReadOnlyList<RollupPoint> points)
    {
        long[] times = [.. points.Select(point => point.At.ToUnixTimeMilliseconds())];
        using var joined = new MemoryStream();
        foreach (var column in Columns)
        {
            byte[] chunk = codec.Encode(times, [.. points.Select(column)]);
            joined.Write(BitConverter.GetBytes((ushort)chunk.Length));
            joined.Write(chunk);
        }

        return joined.ToArray();
    }

    /// <exception cref="InvalidDataException">A chunk is damaged.</exception>
    public static void Decode(ChunkCodec codec, ReadOnlySpan<byte> data, List<RollupPoint> points)
    {
        long[] times = new long[ChunkCodec.MostSamples];
        double[][] values = new double[Columns.Length][];
        int count = 0;
        for (int column = 0; column < Columns.Length; column++)
        {
            values[column] = new double[ChunkCodec.MostSamples];
            if (data.Length < 2 || data.Length < 2 + BitConverter.ToUInt16(data))
            {
                throw new InvalidDataException("A roll-up ends too early.");
            }

            int length = BitConverter.ToUInt16(data);
            count = codec.Decode(data.Slice(2, length), times, values[column]);
            data = data[(2 + length)..];
        }

        for (int i = 0; i < count; i++)
        {
            points.Add(new RollupPoint(
                DateTimeOffset.FromUnixTimeMilliseconds(times[i]), (int)values[0][i], values[1][i], values[2][i],
                values[3][i]));
        }
    }

    private static readonly Func<RollupPoint, double>[] Columns =
        [point => point.Count, point => (float)point.Mean, point => point.Maximum, point => point.P95];
}
