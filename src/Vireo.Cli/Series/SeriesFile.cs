namespace Vireo.Cli.Series;

/// <summary>What a file of series holds.</summary>
/// <param name="Series">In the order of their first rows.</param>
/// <param name="Notes">What was not as it should be and what was made of it, a sentence each.</param>
/// <param name="Faults">Why other series of the file could not be read, a sentence each with the place.</param>
internal sealed record SeriesFile(
    IReadOnlyList<NamedSeries> Series, IReadOnlyList<string> Notes, IReadOnlyList<string> Faults)
{
    /// <summary>Reads CSV (plain or .gz) or Parquet, by what the file begins with.</summary>
    /// <exception cref="Terminal.UsageException">The file is not of that form, or none of its series is; names the place
    /// and what was expected.</exception>
    public static SeriesFile Read(string path)
    {
        var rows = new SeriesRows(path);

        return rows.Finish(ReadInto(path, rows));
    }

    /// <summary>Reads the rows of such a file one by one.</summary>
    /// <returns>What was not as it should be, a sentence each.</returns>
    /// <exception cref="Terminal.UsageException">The file is not of that form; names the place and what was
    /// expected.</exception>
    public static IReadOnlyList<string> ReadInto(string path, ISeriesSink rows)
    {
        if (!ParquetSeries.Is(path))
        {
            return CsvSeries.Read(path, rows);
        }

        ParquetSeries.Read(path, rows);

        return [];
    }
}
