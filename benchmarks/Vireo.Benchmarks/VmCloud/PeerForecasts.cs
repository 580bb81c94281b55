using System.IO.Compression;

namespace Vireo.Benchmarks.VmCloud;

/// <summary>Reads what peers forecast on the same tasks.</summary>
internal static class PeerForecasts
{
    /// <summary>Forecasts by task; empty where the file is not there.</summary>
    /// <param name="sharedData">The folder that holds <c>golden</c>.</param>
    /// <param name="set">vm5 or vmh.</param>
    /// <param name="method">As in the file's name, such as ses.</param>
    public static Dictionary<string, VmForecast> Read(string sharedData, string set, string method)
    {
        string file = Path.Combine(sharedData, "golden", "forecast", "reference", $"{set}.{method}.csv.gz");
        Dictionary<string, VmForecast> forecasts = [];
        if (!File.Exists(file))
        {
            return forecasts;
        }

        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            double[][] rows = [.. cells[^5..].Select(cell => cell.Split(' ').Select(double.Parse).ToArray())];
            forecasts[string.Join(',', cells[..^8])] =
                new(rows[0], [.. rows[3], .. rows[1], .. rows[0], .. rows[2], .. rows[4]]);
        }

        return forecasts;
    }
}
