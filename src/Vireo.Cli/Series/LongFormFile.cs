using System.Globalization;
using System.IO.Compression;
using System.Text;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Series;

/// <summary>Reads series in long form: CSV, plain or .gz, header <c>unique_id,ds,y</c>.</summary>
internal static class LongFormFile
{
    private const int MaxLineLength = 4096;
    private const string Header = "unique_id,ds,y";

    /// <summary>Reads every series, in the order of their first rows.</summary>
    /// <exception cref="UsageException">The file is not of that form; names line and expectation.</exception>
    public static IReadOnlyList<NamedSeries> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionMode.Decompress)
                : file;
            using var reader = new StreamReader(plain, new UTF8Encoding(false, throwOnInvalidBytes: true));

            return Read(path, reader);
        }
        catch (Exception error) when (
            error is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException)
        {
            throw new UsageException($"Cannot read '{path}': {error.Message}", error);
        }
    }

    /// <summary>Advances a stamp by steps: integers count on, dates go on at the spacing of the last two.</summary>
    public static string Advance(IReadOnlyList<string> stamps, int steps)
    {
        string last = stamps[^1];
        if (long.TryParse(last, NumberStyles.Integer, CultureInfo.InvariantCulture, out long index))
        {
            return (index + steps).ToString(CultureInfo.InvariantCulture);
        }

        var end = ParseDate(last);
        var spacing = stamps.Count > 1 ? end - ParseDate(stamps[^2]) : TimeSpan.FromMinutes(5);

        return (end + (spacing * steps)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    private static List<NamedSeries> Read(string path, StreamReader reader)
    {
        string? header = reader.ReadLine();
        if (header is null || !header.Trim().StartsWith(Header, StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException(
                $"{path}:1: expected the header '{Header}', found '{Shorten(header ?? "an empty file")}'.");
        }

        var order = new List<string>();
        var stamps = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var values = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        int number = 1;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var (id, stamp, value) = Parse(path, number, line);
            if (!values.TryGetValue(id, out var series))
            {
                order.Add(id);
                values[id] = series = [];
                stamps[id] = [];
            }

            stamps[id].Add(stamp);
            series.Add(value);
        }

        return order.Count > 0
            ? [.. order.Select(id => new NamedSeries(id, stamps[id], [.. values[id]]))]
            : throw new UsageException($"{path}: the file holds a header and no rows.");
    }

    private static (string Id, string Stamp, double Value) Parse(string path, int number, string line)
    {
        string[] fields = line.Length <= MaxLineLength ? line.Split(',') : [];
        if (fields.Length < 3)
        {
            throw new UsageException($"{path}:{number}: expected 'unique_id,ds,y', found '{Shorten(line)}'.");
        }

        string stamp = fields[1].Trim();
        if (!long.TryParse(stamp, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) && !IsDate(stamp))
        {
            throw new UsageException(
                $"{path}:{number}: ds '{Shorten(stamp)}' is neither an integer step nor an ISO-8601 time.");
        }

        return (fields[0].Trim(), stamp, ParseValue(path, number, fields[2].Trim()));
    }

    private static double ParseValue(string path, int number, string text)
    {
        if (text.Length == 0 || text.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return double.NaN;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) &&
            double.IsFinite(value)
                ? value
                : throw new UsageException(
                    $"{path}:{number}: y '{Shorten(text)}' is not a number; leave it empty when it is missing.");
    }

    private static bool IsDate(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out _);

    private static DateTimeOffset ParseDate(string text) => DateTimeOffset.Parse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static string Shorten(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
