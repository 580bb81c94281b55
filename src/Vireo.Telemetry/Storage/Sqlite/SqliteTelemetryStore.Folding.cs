using Vireo.Telemetry.Storage.Chunks;

namespace Vireo.Telemetry.Storage.Sqlite;

public sealed partial class SqliteTelemetryStore
{
    private long unfoldedSamples;
    private int unfoldedSeries;
    private long foldAgainAt;

    /// <summary>Folds all rounds into chunks now; done by itself when it is due.</summary>
    /// <exception cref="StoreUnavailableException">The disk is full or failing; nothing changed.</exception>
    public void Fold()
    {
        lock (writing)
        {
            FoldAll();
        }
    }

    private void FoldWhenDue()
    {
        bool isDue = unfoldedSamples >= (long)options.ChunkSamples * unfoldedSeries
            || unfoldedSamples >= options.SamplesUnfolded;
        if (!isDue || unfoldedSamples < foldAgainAt)
        {
            return;
        }

        try
        {
            FoldAll();
        }
        catch (StoreUnavailableException)
        {
            // The round itself is safe. Trying each time would cost much, so wait until a tenth more has come.
            foldAgainAt = unfoldedSamples + Math.Max(1, unfoldedSamples / 10);
        }
    }

    private void FoldAll()
    {
        var folding = table.InOrder.Where(series => series.Unfolded > 0).OrderBy(series => series.Id).ToArray();
        if (folding.Length == 0)
        {
            return;
        }

        var chunks = EncodeChunks(folding);
        InTransaction("Rounds could not be folded", () => WriteSegments(folding, chunks));
        chunksWritten += chunks.Sum(ofSeries => ofSeries.Count);
        (unfoldedSamples, unfoldedSeries, foldAgainAt) = (0, 0, 0);
        using var held = new WriteLock(gate);
        foreach (var series in folding)
        {
            MarkFolded(series);
        }
    }

    private static List<EncodedChunk>[] EncodeChunks(StoredSeries[] folding)
    {
        var chunks = new List<EncodedChunk>[folding.Length];
        Parallel.For(
            0, folding.Length, () => (Codec: new ChunkCodec(), Scratch: new SeriesBuffer()),
            (i, _, worker) =>
            {
                chunks[i] = EncodeSeries(folding[i], worker.Codec, worker.Scratch);

                return worker;
            },
            _ => { });

        return chunks;
    }

    private static List<EncodedChunk> EncodeSeries(StoredSeries series, ChunkCodec codec, SeriesBuffer scratch)
    {
        int first = series.Recent.IndexFrom(
            series.FoldedThrough == long.MinValue ? long.MinValue : series.FoldedThrough + 1);
        scratch.Clear();
        scratch.Put(series.Late.Times, series.Late.Values);
        scratch.Put(series.Recent.Times[first..], series.Recent.Values[first..]);

        // Equal parts, so that 481 samples do not leave a chunk of one.
        int parts = (scratch.Count + ChunkCodec.MostSamples - 1) / ChunkCodec.MostSamples;
        var chunks = new List<EncodedChunk>(parts);
        for (int part = 0; part < parts; part++)
        {
            int from = (int)((long)scratch.Count * part / parts);
            int to = (int)((long)scratch.Count * (part + 1) / parts);
            var times = scratch.Times[from..to];
            chunks.Add(new EncodedChunk(times[0], times[^1], codec.Encode(times, scratch.Values[from..to])));
        }

        return chunks;
    }

    private void WriteSegments(StoredSeries[] folding, List<EncodedChunk>[] chunks)
    {
        int segments = chunks.Max(ofSeries => ofSeries.Count);
        for (int part = 0; part < segments; part++)
        {
            WriteSegment(folding, chunks, part);
        }

        foreach (var series in folding)
        {
            writer.UpdateSeries.Bind(1, series.Id).Bind(2, series.FirstAt).Bind(3, series.LastAt).Execute();
        }

        writer.DeleteRounds.Execute();
    }

    private void WriteSegment(StoredSeries[] folding, List<EncodedChunk>[] chunks, int part)
    {
        int[] present = Enumerable.Range(0, folding.Length).Where(i => chunks[i].Count > part).ToArray();
        writer.InsertSegment.Bind(1, present.Min(i => chunks[i][part].From)).Bind(2, present.Max(i => chunks[i][part].To));
        writer.InsertSegment.Step();
        long segment = writer.InsertSegment.Int64(0);
        writer.InsertSegment.Reset();
        foreach (int i in present)
        {
            writer.InsertChunk.Bind(1, (segment << ReadSession.SeriesBits) + folding[i].Id)
                .Bind(2, chunks[i][part].Data).Execute();
        }
    }

    private void MarkFolded(StoredSeries series)
    {
        series.Unfolded = 0;
        series.Late.Clear();
        series.FoldedThrough = series.LastAt;
        int surplus = series.Recent.Count - options.RecentSamples;
        if (surplus > 0)
        {
            series.Recent.RemoveFirst(surplus);
            series.CompleteFrom = series.Recent.Count > 0 ? series.Recent.Times[0] : series.LastAt + 1;
        }
    }

    private readonly record struct EncodedChunk(long From, long To, byte[] Data);
}
