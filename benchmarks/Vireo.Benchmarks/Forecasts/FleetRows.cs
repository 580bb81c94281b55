namespace Vireo.Benchmarks.Forecasts;

/// <summary>Fleets: the cost from cold, and what the intervals catch.</summary>
internal static class FleetRows
{
    private const int SampleOfPeer = 40;
    private const int SeriesOfFleet = 40_000;

    /// <summary>What the intervals catch.</summary>
    public static IEnumerable<BenchmarkResult> Coverage(BenchmarkContext context) => CoverageBenchmark.Run(context);

    /// <summary>The cost from cold.</summary>
    public static IEnumerable<BenchmarkResult> Cold(BenchmarkContext context, string shared)
    {
        BenchmarkResult[] cold = [.. ColdFleetBenchmark.Run(context)];
        ArimaSeries[] windows = Peers.Sample([.. ArimaSeries.VirtualMachines(shared)], SampleOfPeer);
        double[][]?[] r =
        [
            Peers.RSimple(context, windows, "ses"), Peers.RSimple(context, windows, "damped"), Peers.RSimple(context, windows, "theta"),
        ];
        string peer = r.Any(rows => rows is null)
            ? "R not installed"
            : $"R, ses, damped and theta alone, {MarkdownTable.Number(SeriesOfFleet * r.Sum(rows => rows!.Average(row => row[0])))} CPU s " +
                $"(from {SampleOfPeer} windows)";

        return cold.Select((result, i) => i == 0 ? result with { Peer = peer } : result);
    }
}
