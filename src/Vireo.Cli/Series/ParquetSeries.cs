using Parquet;
using Parquet.Schema;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Series;

/// <summary>Series in Parquet with the columns <c>unique_id</c>, <c>ds</c> and <c>y</c>; others are not read.</summary>
internal static class ParquetSeries
{
    /// <summary>Whether the file begins as Parquet does.</summary>
    public static bool Is(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var file = File.OpenRead(path);
            Span<byte> magic = stackalloc byte[4];

            return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual("PAR1"u8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read '{path}': {error.Message}", error);
        }
    }

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="UsageException">It is damaged, or a column is missing or of another type.</exception>
    public static void Read(string path, ISeriesSink rows)
    {
        try
        {
            Task.Run(() => ReadAsync(path, rows)).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is not (UsageException or OutOfMemoryException))
        {
            throw new UsageException($"Cannot read '{path}' as Parquet: {error.Message}", error);
        }
    }

    private static async Task ReadAsync(string path, ISeriesSink rows)
    {
        await using var reader = await ParquetReader.CreateAsync(path, null, CancellationToken.None);
        var ids = Field(path, reader, "unique_id");
        var stamps = Field(path, reader, "ds");
        var values = Field(path, reader, "y");
        long before = 0;
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using var part = reader.OpenRowGroupReader(group);
            string[] names = await ParquetColumns.TextAsync(part, ids);
            var (at, isDated) = await ParquetColumns.StampsAsync(part, stamps);
            double[] numbers = await ParquetColumns.NumbersAsync(part, values);
            for (int i = 0; i < numbers.Length; i++)
            {
                if (at[i] is { } stamp)
                {
                    rows.Add(names[i], isDated, stamp, [], numbers[i]);
                }
                else
                {
                    rows.Refuse(
                        names[i],
                        $"{path}, row {before + i + 1}: expected ds as an integer step or a time, found none in series '{names[i]}'.");
                }
            }

            before += part.RowCount;
        }
    }

    private static DataField Field(string path, ParquetReader reader, string name) =>
        reader.Schema.DataFields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException(
            $"{path}: expected the columns unique_id, ds and y, found " +
            $"{string.Join(", ", reader.Schema.DataFields.Select(field => field.Name))}.");
}
