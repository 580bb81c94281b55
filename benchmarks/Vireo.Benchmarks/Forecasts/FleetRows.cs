namespace Vireo.Benchmarks.Forecasts;

/// <summary>Fleets: the cost from cold, and what the intervals catch.</summary>
internal static class FleetRows
{
    private const int SampleOfPeer = 40;
    private const int SeriesOfFleet = 40_000;

    /// <summary>Both, in the form of the table.</summary>
    public static IEnumerable<BenchmarkResult> All(BenchmarkContext context, string shared)
    {
        foreach (BenchmarkResult result in Cold(context, shared))
        {
            yield return result;
        }

        foreach (BenchmarkResult result in CoverageBenchmark.Run(context))
        {
            yield return result with { Peer = result.Peer ?? "–" };
        }
    }

    private static IEnumerable<BenchmarkResult> Cold(BenchmarkContext context, string shared)
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

        yield return cold[0] with { Peer = peer };
        foreach (BenchmarkResult result in cold[1..])
        {
            yield return result with { Peer = "–" };
        }
    }
}
