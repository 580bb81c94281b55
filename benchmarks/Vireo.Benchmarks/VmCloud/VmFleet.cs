namespace Vireo.Benchmarks.VmCloud;

/// <summary>The whole series behind the tasks, in two halves: global models learn from one and are judged on the
/// other.</summary>
internal sealed class VmFleet
{
    private static readonly string[] Sources = ["planetlab", "gcd", "bitbrains", "nab"];
    private readonly List<(string Series, double[] Values)> _series;

    private VmFleet(List<(string Series, double[] Values)> series) => _series = series;

    /// <summary>Reads all of them.</summary>
    public static VmFleet Read(string sharedData) => new(
    [
        .. Sources
            .SelectMany(source => File.ReadLines(Path.Combine(sharedData, "data", "vm-cloud", $"{source}.csv")).Skip(1))
            .Select(line => line.Split(','))
            .Select(cells => (string.Join(',', cells[..^3]), cells[^1].Split(' ').Select(double.Parse).ToArray())),
    ]);

    /// <summary>The half, 0 or 1, that a series is in; metrics of one machine are in the same.</summary>
    public static int HalfOf(string series)
    {
        string[] parts = series.Split('/');
        string machine = parts[0] is "gcd" or "bitbrains" ? $"{parts[0]}/{parts[1]}" : series;

        // FNV-1a, folded: the same on every machine.
        uint hash = 2_166_136_261;
        foreach (char letter in machine)
        {
            hash = (hash ^ letter) * 16_777_619;
        }

        return (int)((hash ^ (hash >> 15)) % 2);
    }

    /// <summary>The values of every series that is not in a half.</summary>
    /// <param name="half">0 or 1.</param>
    /// <param name="average">Steps that are averaged to one; an unfinished last one is dropped.</param>
    public IReadOnlyList<double[]> Without(int half, int average) =>
    [
        .. _series.Where(one => HalfOf(one.Series) != half).Select(one => one.Values
            .Chunk(average)
            .Where(chunk => chunk.Length == average)
            .Select(chunk => chunk.Average())
            .ToArray()),
    ];

    /// <summary>The series of one source.</summary>
    public IReadOnlyList<(string Series, double[] Values)> Of(string source) =>
        [.. _series.Where(one => one.Series.StartsWith($"{source}/", StringComparison.Ordinal))];
}
