using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Storage.Sqlite;

/// <content>A round: resolved to its series, written ahead as one row, then put where readers see it.</content>
public sealed partial class SqliteTelemetryStore
{
    private StoredSeries[] resolved = [];

    private void WriteRound(ReadOnlySpan<Measurement> samples, CleanBatch batch)
    {
        List<StoredSeries> added = [];
        Resolve(samples, batch.Marks, added);
        try
        {
            InTransaction("A round could not be stored", () => WriteRows(batch, added));
        }
        catch (StoreUnavailableException)
        {
            failedAppends++;
            using var held = new WriteLock(gate);
            Forget(added);
            throw;
        }

        Publish(samples, batch);
    }

    private void Resolve(
        ReadOnlySpan<Measurement> samples, IReadOnlyList<SampleMark> marks, List<StoredSeries> added)
    {
        if (resolved.Length < samples.Length)
        {
            resolved = new StoredSeries[samples.Length * 2];
        }

        using var held = new WriteLock(gate);
        int known = table.Count;
        StoredSeries? previous = null;
        for (int i = 0; i < samples.Length; i++)
        {
            previous = table.Follow(samples[i].Series, previous);
            resolved[i] = previous;
            Note(previous, ref known, added);
        }

        foreach (var mark in marks)
        {
            Note(table.FindOrAdd(mark.Series), ref known, added);
        }
    }

    private void Note(StoredSeries series, ref int known, List<StoredSeries> added)
    {
        if (table.Count > known)
        {
            known = table.Count;
            byId.Add(series.Id, series);
            added.Add(series);
        }
    }

    private void WriteRows(CleanBatch batch, List<StoredSeries> added)
    {
        foreach (var series in added)
        {
            writer.InsertSeries(series);
        }

        var samples = SampleArray.Of(batch.Samples);
        if (samples.Length > 0)
        {
            writer.InsertRound.Bind(1, rounds.Encode(samples, resolved)).Execute();
        }

        foreach (var mark in batch.Marks)
        {
            writer.InsertMark.Bind(1, mark.At.ToUnixTimeMilliseconds()).Bind(2, table.FindOrAdd(mark.Series).Id)
                .Bind(3, (long)mark.Kind).Execute();
        }

        if (batch.Watermark is { } watermark)
        {
            writer.SetWatermark.Bind(1, watermark.Provider.Value).Bind(2, watermark.At.ToUnixTimeMilliseconds())
                .Execute();
        }
    }

    private void Publish(ReadOnlySpan<Measurement> samples, CleanBatch batch)
    {
        using var held = new WriteLock(gate);
        for (int i = 0; i < samples.Length; i++)
        {
            Put(resolved[i], samples[i].At.ToUnixTimeMilliseconds(), samples[i].Value);
        }

        foreach (var mark in batch.Marks)
        {
            var series = table.FindOrAdd(mark.Series);
            (series.Marks ??= new MarkList()).Add(mark.At.ToUnixTimeMilliseconds(), mark.Kind);
        }

        if (batch.Watermark is { } watermark)
        {
            watermarks[watermark.Provider] = watermark.At;
        }

        samplesAppended += samples.Length;
    }

    private void Put(StoredSeries series, long at, double value)
    {
        unfoldedSamples++;
        if (series.Unfolded == 0)
        {
            unfoldedSeries++;
        }

        series.Unfolded++;
        series.Witness(at);
        if (at > series.FoldedThrough)
        {
            series.Recent.Put(at, value);

            return;
        }

        series.Late.Put(at, value);
        if (at >= series.CompleteFrom)
        {
            series.Recent.Put(at, value);
        }
    }

    private void Forget(List<StoredSeries> forgotten)
    {
        table.Remove(forgotten);
        foreach (var series in forgotten)
        {
            byId.Remove(series.Id);
        }
    }
}
