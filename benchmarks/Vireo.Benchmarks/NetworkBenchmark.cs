using Vireo.Benchmarks.Networks;

namespace Vireo.Benchmarks;

/// <summary>What planning a large network costs, and how fast flows get into a switch.</summary>
public static class NetworkBenchmark
{
    /// <summary>Runs it; about a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return PlanRows.Run(context).Concat(SwitchRows.Run(context)).Concat(DiscoveryRows.Run(context));
    }
}
