using System.Globalization;
using Parquet;
using Parquet.Schema;
using Vireo.Cli.Terminal;
using Vireo.Forecasting;

namespace Vireo.Cli.Series;

/// <summary>Writes forecasts in long form: <c>unique_id,ds,model,yhat,lo-80,hi-80,…</c>, as CSV or Parquet.</summary>
internal sealed class ForecastTable(
    IReadOnlyList<NamedSeries> series, IReadOnlyList<SeriesForecastResult?> forecasts, SeriesForecastRequest request)
{
    private const int RowsInGroup = 1 << 20;

    private readonly string[] _bounds =
    [
        .. request.Coverages
            .Select(coverage => (coverage * 100).ToString("0.###", CultureInfo.InvariantCulture))
            .SelectMany(level => new[] { $"lo-{level}", $"hi-{level}" }),
    ];

    /// <summary>Writes to a file by its ending (<c>.parquet</c> or else CSV), or CSV to standard output.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Write(string? path)
    {
        if (path?.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) == true)
        {
            Output.WriteBytes(path, file => Task.Run(() => WriteParquetAsync(file)).GetAwaiter().GetResult());
        }
        else
        {
            Output.Write(path, WriteCsv);
        }
    }

    private void WriteCsv(TextWriter writer)
    {
        writer.Write("unique_id,ds,model,yhat");
        writer.WriteLine(string.Concat(_bounds.Select(name => $",{name}")));
        foreach (var (source, forecast) in Forecast())
        {
            for (int step = 0; step < request.Horizon; step++)
            {
                writer.Write(Quoted(source.Id));
                writer.Write(',');
                writer.Write(source.Grid.Stamp(source.Values.Length + step));
                writer.Write(',');
                writer.Write(forecast.Model);
                Write(writer, forecast.Mean[step]);
                for (int i = 0; i < request.Coverages.Length; i++)
                {
                    Write(writer, forecast.Lower[i][step]);
                    Write(writer, forecast.Upper[i][step]);
                }

                writer.WriteLine();
            }
        }
    }

    private async Task WriteParquetAsync(Stream file)
    {
        bool isDated = series.Any(source => source.Grid.Clock != SeriesClock.Steps);
        var id = new DataField<string>("unique_id");
        var at = isDated ? (DataField)new DataField<DateTime>("ds") : new DataField<long>("ds");
        var model = new DataField<string>("model");
        DataField[] numbers = [.. _bounds.Prepend("yhat").Select(name => new DataField<double>(name))];
        await using var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema([id, at, model, .. numbers]), file, null, false, CancellationToken.None);
        foreach (var part in Forecast().Chunk(Math.Max(1, RowsInGroup / request.Horizon)))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(id, EachStep(part, (item, _) => item.Series.Id));
            await (isDated
                ? group.WriteAsync<DateTime>(at, EachStep(part, (item, step) => item.Series.Grid.Instant(item.Series.Values.Length + step)))
                : group.WriteAsync<long>(at, EachStep(part, (item, step) => item.Series.Grid.First + ((item.Series.Values.Length + step) * item.Series.Grid.Step))));
            await group.WriteAsync(model, EachStep(part, (item, _) => item.Forecast.Model));
            for (int column = 0; column < numbers.Length; column++)
            {
                int number = column;
                await group.WriteAsync<double>(numbers[column], EachStep(part, (item, step) => Number(item.Forecast, number, step)));
            }
        }
    }

    private static double Number(SeriesForecastResult forecast, int column, int step) =>
        column == 0 ? forecast.Mean[step]
        : column % 2 == 1 ? forecast.Lower[(column - 1) / 2][step]
        : forecast.Upper[(column - 2) / 2][step];

    private T[] EachStep<T>(
        (NamedSeries Series, SeriesForecastResult Forecast)[] part, Func<(NamedSeries Series, SeriesForecastResult Forecast), int, T> value) =>
        [.. part.SelectMany(item => Enumerable.Range(0, request.Horizon).Select(step => value(item, step)))];

    private IEnumerable<(NamedSeries Series, SeriesForecastResult Forecast)> Forecast()
    {
        for (int i = 0; i < series.Count; i++)
        {
            if (forecasts[i] is { } forecast)
            {
                yield return (series[i], forecast);
            }
        }
    }

    private static void Write(TextWriter writer, double value)
    {
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out int length, "G15", CultureInfo.InvariantCulture);
        writer.Write(',');
        writer.Write(text[..length]);
    }

    private static string Quoted(string id) =>
        id.AsSpan().IndexOfAny(",\"\n") < 0 ? id : $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
