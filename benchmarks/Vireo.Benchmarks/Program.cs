using System.Runtime.InteropServices;
using System.Text.Json;
using Vireo.Benchmarks;

// vireo bench [NAME…] [--json] [--quick] [--rows=NAME,…]: runs the benchmarks with the given names, those whose
// name starts so, or all.
// A name may be that of the class, as docs/benchmarks.md has it.
string[] names = args.Where(arg => !arg.StartsWith('-'))
    .Select(arg => arg.Replace("-", "", StringComparison.Ordinal))
    .Select(name => name.EndsWith("Benchmark", StringComparison.OrdinalIgnoreCase) ? name[..^"Benchmark".Length] : name).ToArray();
bool json = args.Contains("--json");
if (args.Contains("--help") || args.Contains("-h"))
{
    Console.Error.WriteLine(
        "Usage: vireo bench [NAME…] [--json] [--quick] [--rows=NAME,…]\n" +
        "--quick: where a benchmark can, on a part of the series only.\n" +
        $"--rows: of Forecast only these: {string.Join(", ", ForecastBenchmark.RowNames)};\n" +
        $"  of Network only these: {string.Join(", ", NetworkBenchmark.RowNames)}.\n" +
        "Example: vireo bench Store Loop\nBenchmarks:");
    foreach (var known in Benchmarks.All)
    {
        Console.Error.WriteLine($"  {known.Name}");
    }

    return 0;
}

const string RowsOption = "--rows=";
string[] rows =
[
    .. args.Where(arg => arg.StartsWith(RowsOption, StringComparison.Ordinal))
        .SelectMany(arg => arg[RowsOption.Length..].Split(',')),
];
string[] knownRows = [.. ForecastBenchmark.RowNames.Union(NetworkBenchmark.RowNames)];
if (rows.FirstOrDefault(row => !knownRows.Contains(row)) is { } unknown)
{
    Console.Error.WriteLine($"--rows: there is no '{unknown}'. Known: {string.Join(", ", knownRows)}.");
    return 2;
}

var chosen = Benchmarks.All
    .Where(benchmark => names.Length == 0 || names.Any(
        name => Benchmarks.All.Any(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? benchmark.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            : benchmark.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
    .ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine(
        $"No benchmark starts with {string.Join(" or ", names.Select(name => $"'{name}'"))}. Known: " +
        $"{string.Join(", ", Benchmarks.All.Select(benchmark => benchmark.Name))}.");
    return 2;
}

string work = Directory.CreateTempSubdirectory("vireo-bench-").FullName;
var results = new List<BenchmarkResult>();
try
{
    var context = new BenchmarkContext(
        Benchmarks.FindSharedData(), work, TimeProvider.System, args.Contains("--quick"))
    {
        Rows = rows,
    };
    if (!json)
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine($"{"benchmark",-64} {"value",14} {"unit",-20} {"target",14}");
    }

    foreach (var benchmark in chosen)
    {
        Console.Error.WriteLine($"running {benchmark.Name} …");
        foreach (var result in benchmark.Run(context))
        {
            results.Add(result);
            if (!json)
            {
                Console.WriteLine(Benchmarks.Line(result));
            }
        }
    }

    BenchmarkResult[] compared = [.. results.Where(result => result.Ambition is not null || result.Peer is not null)];
    if (!json && compared.Length > 0)
    {
        Console.WriteLine();
        foreach (string line in MarkdownTable.Lines(compared))
        {
            Console.WriteLine(line);
        }
    }

    if (json)
    {
        Console.WriteLine(JsonSerializer.Serialize(results, BenchmarkJson.Default.ListBenchmarkResult));
    }
}
finally
{
    Directory.Delete(work, recursive: true);
}

// 3: done, and a target was missed.
return results.Any(result => !result.ReachesTarget) ? 3 : 0;
