using System.Globalization;
using Parquet;
using Parquet.Schema;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Detecting;

/// <summary>Writes scored rows in long form: <c>unique_id,ds,score,alert</c>, as CSV or Parquet.</summary>
internal static class DetectionTable
{
    private const int RowsInGroup = 1 << 20;

    /// <summary>Writes to a file by its ending (<c>.parquet</c> or else CSV), or CSV to standard output.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(string? path, DetectionRow[] rows)
    {
        if (path?.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) == true)
        {
            Output.WriteBytes(path, file => Task.Run(() => WriteParquetAsync(file, rows)).GetAwaiter().GetResult());
        }
        else
        {
            Output.Write(path, writer => WriteCsv(writer, rows));
        }
    }

    private static void WriteCsv(TextWriter writer, DetectionRow[] rows)
    {
        writer.WriteLine("unique_id,ds,score,alert");
        Span<char> score = stackalloc char[32];
        foreach (DetectionRow row in rows)
        {
            writer.Write(Quoted(row.Id));
            writer.Write(',');
            writer.Write(row.Stamp.ToString());
            writer.Write(',');
            row.Anomaly.Score.TryFormat(score, out int length, "G9", CultureInfo.InvariantCulture);
            writer.Write(score[..length]);
            writer.WriteLine(row.Anomaly.IsAlert ? ",1" : ",0");
        }
    }

    private static async Task WriteParquetAsync(Stream file, DetectionRow[] rows)
    {
        bool isDated = rows.Any(row => row.Stamp.IsDated);
        var id = new DataField<string>("unique_id");
        var at = isDated ? (DataField)new DataField<DateTime>("ds") : new DataField<long>("ds");
        var score = new DataField<double>("score");
        var alert = new DataField<int>("alert");
        await using var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema([id, at, score, alert]), file, null, false, CancellationToken.None);
        foreach (DetectionRow[] part in rows.Chunk(RowsInGroup))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(id, (string[])[.. part.Select(row => row.Id)]);
            await (isDated
                ? group.WriteAsync<DateTime>(at, (DateTime[])[.. part.Select(row => row.Stamp.At)])
                : group.WriteAsync<long>(at, (long[])[.. part.Select(row => row.Stamp.Value)]));
            await group.WriteAsync<double>(score, (double[])[.. part.Select(row => row.Anomaly.Score)]);
            await group.WriteAsync<int>(alert, (int[])[.. part.Select(row => row.Anomaly.IsAlert ? 1 : 0)]);
        }
    }

    private static string Quoted(string id) =>
        id.AsSpan().IndexOfAny(",\"\n") < 0 ? id : $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
