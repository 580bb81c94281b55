using System.Globalization;
using System.Reflection;

namespace Vireo.Benchmarks;

/// <summary>Finds the benchmarks: static classes named <c>…Benchmark</c> with a method
/// <c>Run(BenchmarkContext)</c>.</summary>
internal static class Benchmarks
{
    /// <summary>All benchmarks, by name.</summary>
    public static IReadOnlyList<(string Name, Func<BenchmarkContext, IEnumerable<BenchmarkResult>> Run)> All { get; } =
    [
        .. from type in Assembly.GetExecutingAssembly().GetTypes()
           where type.IsAbstract && type.IsSealed && type.Name.EndsWith("Benchmark", StringComparison.Ordinal)
           let run = type.GetMethod("Run", [typeof(BenchmarkContext)])
           where run is not null
           orderby type.Name
           select (type.Name[..^"Benchmark".Length],
               run.CreateDelegate<Func<BenchmarkContext, IEnumerable<BenchmarkResult>>>()),
    ];

    /// <summary>The folder with real traces: <c>VIREO_SHARED</c>, or <c>shared</c> beside the checkout; null
    /// without.</summary>
    public static string? FindSharedData()
    {
        string? named = Environment.GetEnvironmentVariable("VIREO_SHARED");
        if (named is not null)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vireo.slnx")))
            {
                string beside = Path.Combine(folder.Parent?.FullName ?? "/", "shared");

                return Directory.Exists(beside) ? beside : null;
            }
        }

        return null;
    }

    /// <summary>One line of the table.</summary>
    public static string Line(BenchmarkResult result)
    {
        string target = result.Target is { } bound
            ? $"{(result.HigherIsBetter ? ">=" : "<=")} {Number(bound)} {(result.ReachesTarget ? "ok" : "MISSED")}"
            : "";

        return $"{result.Name,-64} {Number(result.Value),14} {result.Unit,-20} {target,14}";
    }

    private static string Number(double value) => value.ToString(
        Math.Abs(value) >= 1000 ? "#,0" : "0.###", CultureInfo.InvariantCulture);
}
