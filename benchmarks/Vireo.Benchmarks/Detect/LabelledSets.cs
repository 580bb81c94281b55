using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Vireo.Benchmarks.Detect;

/// <summary>Reads the labelled public data sets from the shared folder.</summary>
internal static class LabelledSets
{
    /// <summary>Files of the Numenta benchmark, with windows in place of labels.</summary>
    public static List<LabelledSeries> Nab(string data)
    {
        string root = Path.Combine(data, "nab");
        using var labels = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "labels", "combined_windows.json")));
        var all = new List<LabelledSeries>();
        foreach (var file in labels.RootElement.EnumerateObject().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            string[] lines = File.ReadAllLines(Path.Combine(root, "data", file.Name));
            string[][] cells = [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))];
            DateTime[] at = [.. cells.Select(cell => DateTime.Parse(cell[0], CultureInfo.InvariantCulture))];
            var windows = file.Value.EnumerateArray().Select(window => (
                Array.IndexOf(at, Time(window[0])), Array.LastIndexOf(at, Time(window[1])))).ToArray();
            all.Add(new LabelledSeries(
                file.Name, [[.. cells.Select(cell => Number(cell[1]))]], at, [], windows, NabScore.Probation(at.Length)));
        }

        return all;
    }

    /// <summary>Machines with many metrics: the training part, then the labelled part.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="set"><c>asd</c> or <c>smd</c>.</param>
    /// <param name="step">Distance of two rows.</param>
    public static List<LabelledSeries> Machines(string data, string set, TimeSpan step)
    {
        var all = new List<LabelledSeries>();
        string folder = Path.Combine(data, "servers", set);
        foreach (string train in Directory.GetFiles(folder, "*_train.csv.gz").Order(StringComparer.Ordinal))
        {
            double[][] taught = Rows(train);
            double[][] tested = Rows(train.Replace("_train", "_test", StringComparison.Ordinal));
            int metrics = taught[0].Length;
            double[][] values = [.. Enumerable.Range(0, metrics).Select(
                metric => (double[])[.. taught.Select(row => row[metric]), .. tested.Select(row => row[metric])])];
            DateTime[] at = [.. Enumerable.Range(0, values[0].Length).Select(row => new DateTime(2020, 1, 6) + (row * step))];
            bool[] labels = [.. taught.Select(_ => false), .. tested.Select(row => row[^1] > 0)];
            all.Add(new LabelledSeries(
                Path.GetFileName(train).Split('_')[0], values, at, labels, [], taught.Length));
        }

        return all;
    }

    /// <summary>Metrics of cloud services, one series a file.</summary>
    public static List<LabelledSeries> Cloud(string data)
    {
        var all = new List<LabelledSeries>();
        string folder = Path.Combine(data, "servers", "cloudmon");
        foreach (string path in Directory.GetFiles(folder, "*.csv.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string[][] cells = [.. Lines(path).Skip(1).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(','))];
            DateTime[] at = [.. cells.Select(cell => DateTime.Parse(
                cell[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal))];
            all.Add(new LabelledSeries(
                Path.GetFileName(path).Split('.')[0],
                [[.. cells.Select(cell => Number(cell[1]))]],
                at,
                [.. cells.Select(cell => Number(cell[2]) > 0)],
                [],
                (int)(0.15 * at.Length)));
        }

        return all;
    }

    private static double[][] Rows(string path) =>
        [.. Lines(path).Skip(1).Select(line => line.Split(',').Select(Number).ToArray())];

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }

    private static DateTime Time(JsonElement stamp) =>
        DateTime.Parse(stamp.GetString() ?? "", CultureInfo.InvariantCulture);

    private static double Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
