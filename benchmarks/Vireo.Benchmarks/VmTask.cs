using System.Globalization;

namespace Vireo.Benchmarks;

/// <summary>A window of a virtual machine's load and what followed.</summary>
/// <param name="Source">The trace it comes from.</param>
/// <param name="History">Five-minute samples, oldest first.</param>
/// <param name="Future">The next hour.</param>
internal sealed record VmTask(string Source, double[] History, double[] Future)
{
    /// <summary>Reads the tasks "the next hour"; empty where the folder holds none.</summary>
    /// <param name="sharedData">The folder with <c>data/vm-cloud</c>.</param>
    public static IReadOnlyList<VmTask> Read(string? sharedData)
    {
        string folder = Path.Combine(sharedData ?? "", "data", "vm-cloud");
        string tasks = Path.Combine(folder, "tasks-vm5.csv");
        if (!File.Exists(tasks))
        {
            return [];
        }

        Dictionary<string, double[]> series = new[] { "planetlab", "gcd", "bitbrains", "nab" }
            .SelectMany(source => File.ReadLines(Path.Combine(folder, source + ".csv")).Skip(1))
            .Select(line => line.Split(','))
            .ToDictionary(cells => cells[0], cells => Numbers(cells[3]));

        return [.. File.ReadLines(tasks).Skip(1).Select(line => line.Split(',')).Select(cells =>
        {
            double[] values = series[cells[1]];
            int origin = int.Parse(cells[2], CultureInfo.InvariantCulture);
            int history = int.Parse(cells[4], CultureInfo.InvariantCulture);
            int horizon = int.Parse(cells[5], CultureInfo.InvariantCulture);

            return new VmTask(cells[1].Split('/')[0], values[(origin - history)..origin], values[origin..(origin + horizon)]);
        })];
    }

    private static double[] Numbers(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
