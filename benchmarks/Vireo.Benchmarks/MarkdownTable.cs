using System.Globalization;
using System.Runtime.InteropServices;

namespace Vireo.Benchmarks;

/// <summary>Writes figures with gates and ambitions as a table for <c>docs/benchmarks.md</c>.</summary>
internal static class MarkdownTable
{
    private const string CpuInfo = "/proc/cpuinfo";
    private const string LoadAverage = "/proc/loadavg";

    /// <summary>Machine, heading and a row a figure.</summary>
    public static IEnumerable<string> Lines(IEnumerable<BenchmarkResult> results)
    {
        yield return Machine();
        yield return "";
        yield return "| what | ours | peers | gate | ambition | reached |";
        yield return "| --- | --- | --- | --- | --- | --- |";
        foreach (BenchmarkResult result in results)
        {
            yield return
                $"| {result.Name} | {Number(result.Value)} {result.Unit}".TrimEnd() +
                $" | {result.Peer ?? "–"} | {Bound(result.Target, result)} | {Bound(result.Ambition, result)} | {Reached(result)} |";
        }
    }

    /// <summary>A figure with as many digits as it deserves.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 1_000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Bound(double? bound, BenchmarkResult result) => bound is { } limit
        ? $"{(result.HigherIsBetter ? "≥" : "≤")} {Number(limit)}"
        : "–";

    private static string Reached(BenchmarkResult result) =>
        double.IsNaN(result.Value) ? "not measured"
        : !result.ReachesTarget ? "**missed**"
        : result.Ambition is not null && result.ReachesAmbition ? "ambition"
        : result.Target is not null ? "gate"
        : result.Ambition is not null ? "no"
        : "–";

    private static string Machine()
    {
        string model = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1].Trim() ?? "unknown processor"
            : "unknown processor";
        string load = File.Exists(LoadAverage) ? string.Join(' ', File.ReadAllText(LoadAverage).Split(' ').Take(3)) : "unknown";
        double memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);

        return $"{Environment.ProcessorCount} cores of {model}, {Number(memory)} GiB, {RuntimeInformation.OSDescription}, " +
            $"{RuntimeInformation.FrameworkDescription}; load average at the end {load}.";
    }
}
