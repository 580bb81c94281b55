using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;

namespace Vireo.Simulation.Arrivals;

/// <summary>Arrivals, sizes and lifetimes as recorded: <c>t_s,batch,cores,mem_gb,dur_bin,censored</c>, with the bounds
/// of the duration bins in <c>duration_bins.csv</c> beside it.</summary>
public sealed record ArrivalTrace(ImmutableArray<ArrivalRow> Rows, ImmutableArray<(int MinSeconds, int MaxSeconds)> Bins)
{
    private const string Header = "t_s,batch,cores,mem_gb,dur_bin,censored";
    private const string BinsHeader = "bin,min_s,max_s";
    private const string BinsName = "duration_bins.csv";
    private const int MostRows = 5_000_000;

    /// <summary>Reads a trace.</summary>
    /// <param name="path">The file, plain or gzip, or the folder that holds just one of its kind.</param>
    /// <param name="most">Rows at most; null for all.</param>
    /// <exception cref="TraceFormatException">It is not there, or not of this form.</exception>
    public static ArrivalTrace Read(string path, int? most)
    {
        string file = Find(path);
        var bins = ReadBins(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".", BinsName));
        var rows = ImmutableArray.CreateBuilder<ArrivalRow>();
        foreach (var (line, cells) in Lines(file, Header))
        {
            if (rows.Count >= Math.Min(most ?? MostRows, MostRows))
            {
                break;
            }

            rows.Add(Row(file, line, cells, bins.Length, rows.Count > 0 ? rows[^1].Second : 0));
        }

        return rows.Count > 0
            ? new ArrivalTrace(rows.ToImmutable(), bins)
            : throw new TraceFormatException(file, 0, "at least one arrival", "none");
    }

    private static string Find(string path)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? path : throw new TraceFormatException(path, 0, "a file or a folder", "nothing of that name");
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*.csv*").Where(HasHeader).Order(StringComparer.Ordinal)];

        return files.Length == 1
            ? files[0]
            : throw new TraceFormatException(
                path, 0, $"one file that begins with '{Header}'; name the file where there are more", $"{files.Length} of them");
    }

    private static bool HasHeader(string file)
    {
        using var reader = Open(file);

        return reader.ReadLine() == Header;
    }

    private static StreamReader Open(string file)
    {
        var stream = File.OpenRead(file);

        return new StreamReader(
            file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
    }

    private static IEnumerable<(long Line, string[] Cells)> Lines(string file, string header)
    {
        using var reader = Open(file);
        string? first = reader.ReadLine();
        if (first != header)
        {
            throw new TraceFormatException(file, 1, $"the header '{header}'", $"'{first}'");
        }

        long number = 1;
        while (reader.ReadLine() is { } line)
        {
            number++;
            string[] cells = line.Split(',');
            if (cells.Length != header.Count(',') + 1)
            {
                throw new TraceFormatException(file, number, $"{header.Count(',') + 1} cells", $"{cells.Length}");
            }

            yield return (number, cells);
        }
    }

    private static ArrivalRow Row(string file, long line, string[] cells, int bins, int notBefore)
    {
        var row = new ArrivalRow(
            Whole(file, line, cells[0], notBefore, int.MaxValue),
            Whole(file, line, cells[1], 0, int.MaxValue),
            Whole(file, line, cells[2], 1, 10_000),
            Gib(file, line, cells[3]),
            Whole(file, line, cells[4], 0, bins - 1),
            Whole(file, line, cells[5], 0, 1) == 1);

        return row;
    }

    private static ImmutableArray<(int MinSeconds, int MaxSeconds)> ReadBins(string file)
    {
        if (!File.Exists(file))
        {
            throw new TraceFormatException(file, 0, "the bounds of the duration bins beside the trace", "no such file");
        }

        var bins = ImmutableArray.CreateBuilder<(int MinSeconds, int MaxSeconds)>();
        foreach (var (line, cells) in Lines(file, BinsHeader))
        {
            Whole(file, line, cells[0], bins.Count, bins.Count);
            int min = Whole(file, line, cells[1], 0, int.MaxValue);
            bins.Add((min, Whole(file, line, cells[2], min, int.MaxValue)));
        }

        return bins.ToImmutable();
    }

    private static int Whole(string file, long line, string cell, int min, int max) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max
            ? number
            : throw new TraceFormatException(file, line, $"a whole number from {min} to {max}", $"'{cell}'");

    private static double Gib(string file, long line, string cell) =>
        double.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double gib) && gib is > 0 and < 1e6
            ? gib
            : throw new TraceFormatException(file, line, "memory in GB above 0", $"'{cell}'");
}
