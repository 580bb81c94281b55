namespace Vireo.Benchmarks.VmCloud;

/// <summary>Reads the tasks of the VM and cloud traces: the next hour (vm5) or the next day (vmh).</summary>
internal static class VmTaskSet
{
    private const int StepsAnHour = 12;

    /// <summary>Next hour: five-minute steps, 12 ahead, no season.</summary>
    public static IReadOnlyList<VmTask> NextHour(string sharedData) => Read(sharedData, "tasks-vm5.csv", average: 1);

    /// <summary>Next day: hourly means, 24 ahead, season 24.</summary>
    public static IReadOnlyList<VmTask> NextDay(string sharedData) =>
        Read(sharedData, "tasks-vmh.csv", average: StepsAnHour);

    private static List<VmTask> Read(string sharedData, string file, int average)
    {
        string folder = Path.Combine(sharedData, "data", "vm-cloud");
        Dictionary<string, TraceSeries> series = TraceSeries.Read(sharedData).ToDictionary(one => one.Id);
        Dictionary<string, int> seen = [];
        List<VmTask> tasks = [];
        foreach (string[] cells in File.ReadLines(Path.Combine(folder, file)).Skip(1).Select(line => line.Split(',')))
        {
            TraceSeries one = series[cells[1]];
            double[] values = Averaged(one.Values, average);
            int origin = int.Parse(cells[2]);
            int rank = seen.GetValueOrDefault(cells[1]);
            seen[cells[1]] = rank + 1;
            tasks.Add(new(
                cells[0],
                cells[1],
                rank,
                int.Parse(cells[6]),
                one.Unit.EndsWith("pct", StringComparison.Ordinal) ? 100 : double.PositiveInfinity,
                values[(origin - int.Parse(cells[4]))..origin],
                values[origin..(origin + int.Parse(cells[5]))]));
        }

        return tasks;
    }

    private static double[] Averaged(double[] values, int group) =>
        group == 1
            ? values
            : [.. values.Chunk(group).Where(chunk => chunk.Length == group).Select(chunk => chunk.Average())];
}
