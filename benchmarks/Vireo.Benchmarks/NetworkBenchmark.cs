using Vireo.Benchmarks.Networks;

namespace Vireo.Benchmarks;

/// <summary>What planning a large network costs, and how fast flows get into a switch.</summary>
public static class NetworkBenchmark
{
    private static readonly (string Name, Func<BenchmarkContext, IEnumerable<BenchmarkResult>> Run)[] Parts =
        [("plan", PlanRows.Run), ("flows", SwitchRows.Run), ("wires", DiscoveryRows.Run)];

    /// <summary>What <c>--rows</c> takes.</summary>
    public static IEnumerable<string> RowNames => Parts.Select(part => part.Name);

    /// <summary>Runs it; about a minute. <see cref="RowNames"/> choose parts of it.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return Parts.Where(part => context.Rows.Count == 0 || context.Rows.Contains(part.Name)).SelectMany(part => part.Run(context));
    }
}
