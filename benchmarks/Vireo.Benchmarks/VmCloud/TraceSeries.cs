namespace Vireo.Benchmarks.VmCloud;

/// <summary>One whole series of the VM and cloud traces.</summary>
/// <param name="Id">As in the file, its trace first.</param>
/// <param name="Unit">For example <c>cpu_pct</c>.</param>
/// <param name="Values">On steps of five minutes, oldest first.</param>
internal sealed record TraceSeries(string Id, string Unit, double[] Values)
{
    private static readonly string[] Sources = ["planetlab", "gcd", "bitbrains", "nab"];

    /// <summary>The trace that it is from.</summary>
    public string Source => Id[..Id.IndexOf('/')];

    /// <summary>All series of all traces, in the order of the files.</summary>
    public static IReadOnlyList<TraceSeries> Read(string sharedData) =>
    [
        .. Sources
            .SelectMany(source => File.ReadLines(Path.Combine(sharedData, "data", "vm-cloud", $"{source}.csv")).Skip(1))
            .Select(line => line.Split(','))
            .Select(cells => new TraceSeries(
                string.Join(',', cells[..^3]), cells[^3], [.. cells[^1].Split(' ').Select(double.Parse)])),
    ];
}
