namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>Many chunks in a few large blocks, found by series, in the order they were added.</summary>
internal sealed class ChunkPile
{
    private const int BlockSize = 1 << 20;
    private readonly Dictionary<int, List<ReadOnlyMemory<byte>>> bySeries = [];
    private byte[] block = [];
    private int used;

    public void Add(int series, ReadOnlySpan<byte> data)
    {
        if (used + data.Length > block.Length)
        {
            block = new byte[Math.Max(BlockSize, data.Length)];
            used = 0;
        }

        data.CopyTo(block.AsSpan(used));
        if (!bySeries.TryGetValue(series, out var chunks))
        {
            bySeries.Add(series, chunks = []);
        }

        chunks.Add(block.AsMemory(used, data.Length));
        used += data.Length;
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Of(int series) => bySeries.GetValueOrDefault(series) ?? [];
}
