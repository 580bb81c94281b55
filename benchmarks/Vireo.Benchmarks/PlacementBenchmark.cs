using System.Globalization;
using Vireo.Simulation;

namespace Vireo.Benchmarks;

/// <summary>Consolidation on the PlanetLab days in the reference simulator's model: the published policies and ours in
/// the same run, and whether the published ones agree with their reference in every digit.</summary>
public static class PlacementBenchmark
{
    private const string Folder = "data/vmtraces/planetlab";

    private static readonly string[] Golden =
        ["dvfs", "thr-mmt-0.8", "mad-mmt-2.5", "iqr-mmt-1.5", "lr-mmt-1.2", "pebfd-mmt-1.2", "mfped-mmt-1.2"];

    private static readonly string[] PhysicalPeers = ["thr-mmt-0.8", "lr-mmt-1.2", "mfped-mmt-1.2"];

    /// <summary>Runs all days; about five minutes on two quiet cores. Nothing without the shared traces.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        string folder = Path.Combine(context.SharedData ?? "", Folder);
        if (context.SharedData is null || !Directory.Exists(folder))
        {
            return [];
        }

        string[] days = [.. Directory.EnumerateFiles(folder, "planetlab-*.csv.gz").Order(StringComparer.Ordinal)];

        return Reference(context, folder, days)
            .Concat(Physical(context, "planetlab-physical", days))
            .Concat(Physical(context, "planetlab-physical-links", days))
            .Concat(PlacementScore.Run(context, "planetlab-fleet", "vireo", [folder])
                .Results(new PlacementTargets(1.15, 1.7, 0.9, null, 0.04, 50)));
    }

    private static IEnumerable<BenchmarkResult> Reference(BenchmarkContext context, string folder, string[] days)
    {
        const string Scenario = "cloudsim-planetlab";
        string[] golden = File.ReadAllLines(Path.Combine(folder, "golden.csv"));
        int differing = 0;
        foreach (string policy in Golden)
        {
            var peer = PlacementScore.Run(context, Scenario, policy, days);
            differing += days.Zip(peer.Days).Count(day => !golden.Contains(Line(day.First, day.Second)));
            foreach (var result in peer.Results(targets: null))
            {
                yield return result;
            }
        }

        yield return new(
            $"{Scenario}: policy-days of {Golden.Length * days.Length} that differ from the reference in any digit",
            differing, "", Target: 0, HigherIsBetter: false);
        var ours = PlacementScore.Run(context, Scenario, "vireo", days);
        foreach (var result in ours.Results(new PlacementTargets(1.15, 1.7, 0.9, 0.12, 0.04, 5)))
        {
            yield return result;
        }
    }

    private static IEnumerable<BenchmarkResult> Physical(BenchmarkContext context, string scenario, string[] days)
    {
        var peers = PhysicalPeers.Select(policy => PlacementScore.Run(context, scenario, policy, days)).ToArray();
        foreach (var result in peers.SelectMany(peer => peer.Results(targets: null)))
        {
            yield return result;
        }

        var ours = PlacementScore.Run(context, scenario, "vireo", days);
        foreach (var result in ours.Results(new PlacementTargets(1.13, 2.2, null, 0.13, null, 5)))
        {
            yield return result;
        }

        yield return new(
            $"{scenario}: days on which vireo uses more energy than MFPED",
            ours.Days.Zip(peers[^1].Days).Count(day => day.First.EnergyKwh > day.Second.EnergyKwh), "days", Target: 0,
            HigherIsBetter: false);
    }

    private static string Line(string path, SimulationResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileName(path)["planetlab-".Length..^".csv.gz".Length]},{result.Policy},{result.EnergyKwh:F4}," +
        $"{result.Migrations},{result.Slatah:F8},{result.Pdm:F8},{result.Slav:F10},{result.UnservedRatio:F6}," +
        $"{result.HostShutdowns},{result.MeanActiveHosts:F3},{result.HostsEverUsed},{result.VmsDropped}");
}
