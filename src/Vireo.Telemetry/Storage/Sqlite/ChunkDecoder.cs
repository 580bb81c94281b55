using Vireo.Telemetry.Storage.Chunks;

namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>Decodes chunks into buffers, with scratch of its own: one per thread.</summary>
internal sealed class ChunkDecoder
{
    private readonly long[] times = new long[ChunkCodec.MostSamples];
    private readonly double[] values = new double[ChunkCodec.MostSamples];

    public ChunkCodec Codec { get; } = new();

    /// <summary>Adds the samples of a chunk that lie in [from, to).</summary>
    /// <returns>False when the chunk is damaged: it is passed over.</returns>
    public bool TryDecode(ReadOnlySpan<byte> data, long from, long to, SeriesBuffer target)
    {
        int count;
        try
        {
            count = Codec.Decode(data, times, values);
        }
        catch (InvalidDataException)
        {
            return false;
        }

        int first = IndexFrom(count, from);
        int end = IndexFrom(count, to);
        target.Put(times.AsSpan(first, end - first), values.AsSpan(first, end - first));

        return true;
    }

    private int IndexFrom(int count, long at)
    {
        int index = times.AsSpan(0, count).BinarySearch(at);

        return index < 0 ? ~index : index;
    }
}
