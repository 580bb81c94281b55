using CsCheck;
using Vireo.Telemetry.Storage.Chunks;

namespace Vireo.Telemetry.Tests.Storage;

public sealed class ChunkCodecTests
{
    private static readonly Gen<double> AnyFinite = Gen.OneOf(
        Gen.Double.Where(double.IsFinite),
        Gen.Int[-1000, 1000].Select(whole => whole / 100.0),
        Gen.Int[0, 100].Select(whole => (double)whole),
        Gen.Long[0, 1L << 45].Select(whole => (double)whole),
        Gen.Float.Where(float.IsFinite).Select(single => (double)single),
        Gen.Const(-0.0));

    [Fact]
    public void Any_samples_come_back_bit_for_bit() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 4_000_000_000_000], Gen.Long[1, 400_000].Array[0, 479],
            AnyFinite.Array[480]).Sample((first, distances, values) => ComesBack(first, distances, values));

    [Fact]
    public void Series_of_one_kind_come_back_bit_for_bit() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[1, 480], Gen.Int[0, int.MaxValue - 1]).Sample((kind, count, seed) =>
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, count).Select(i => Value(kind, i, random))];

            return ComesBack(0, [.. Enumerable.Repeat(20_000L, count - 1)], values);
        });

    [Fact]
    public void A_chunk_with_any_flipped_bit_is_refused() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 7]).Sample((position, bit) =>
        {
            byte[] data = new ChunkCodec().Encode([0, 20_000, 40_000], [1.5, 2.25, 3.125]);
            data[position % data.Length] ^= (byte)(1 << bit);

            Assert.Throws<InvalidDataException>(() => new ChunkCodec().Decode(data, new long[480], new double[480]));
        });

    [Fact]
    public void Truncated_and_empty_chunks_are_refused()
    {
        byte[] data = new ChunkCodec().Encode([0, 20_000, 40_000], [1.5, 2.25, 3.125]);

        for (int length = 0; length < data.Length; length++)
        {
            byte[] part = data[..length];
            Assert.Throws<InvalidDataException>(() => new ChunkCodec().Decode(part, new long[480], new double[480]));
        }
    }

    [Fact]
    public void Whole_percentages_of_a_capacity_cost_what_whole_percentages_cost()
    {
        var random = new Random(1);
        long[] times = [.. Enumerable.Range(0, 480).Select(i => i * 300_000L)];
        int[] percents = [.. Enumerable.Range(0, 480).Select(_ => random.Next(100))];

        int ofPercents = new ChunkCodec().Encode(times, [.. percents.Select(percent => (double)percent)]).Length;
        int ofMegahertz = new ChunkCodec().Encode(times, [.. percents.Select(percent => percent * 2_660 / 100.0)]).Length;

        Assert.InRange(ofMegahertz, ofPercents - 8, ofPercents + 8);
    }

    private static double Value(int kind, int i, Random random) => kind switch
    {
        0 => random.Next(100),
        1 => Math.Round(random.NextDouble(), 4),
        2 => random.NextDouble() * 1e9,
        3 => random.NextInt64(1L << 50),
        4 => random.Next(50) == 0 ? 1e12 : 0,
        _ => i * 4096.0,
    };

    private static bool ComesBack(long first, long[] distances, double[] values)
    {
        long[] times = new long[distances.Length + 1];
        times[0] = first;
        for (int i = 0; i < distances.Length; i++)
        {
            times[i + 1] = times[i] + distances[i];
        }

        values = values[..times.Length];
        var codec = new ChunkCodec();
        long[] timesBack = new long[ChunkCodec.MostSamples];
        double[] valuesBack = new double[ChunkCodec.MostSamples];
        int count = codec.Decode(codec.Encode(times, values), timesBack, valuesBack);

        return count == times.Length && times.AsSpan().SequenceEqual(timesBack.AsSpan(0, count))
            && values.Select(BitConverter.DoubleToInt64Bits)
                .SequenceEqual(valuesBack.Take(count).Select(BitConverter.DoubleToInt64Bits));
    }
}
