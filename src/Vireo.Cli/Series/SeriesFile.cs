namespace Vireo.Cli.Series;

/// <summary>What a file of series holds.</summary>
/// <param name="Series">In the order of their first rows.</param>
/// <param name="Notes">What was not as it should be and what was made of it, a sentence each.</param>
internal sealed record SeriesFile(IReadOnlyList<NamedSeries> Series, IReadOnlyList<string> Notes)
{
    /// <summary>Reads CSV (plain or .gz) or Parquet, by what the file begins with.</summary>
    /// <exception cref="Terminal.UsageException">The file is not of that form; names the place and what was expected.</exception>
    public static SeriesFile Read(string path) =>
        ParquetSeries.Is(path) ? ParquetSeries.Read(path) : CsvSeries.Read(path);
}
