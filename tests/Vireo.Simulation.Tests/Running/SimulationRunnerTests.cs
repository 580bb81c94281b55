using System.Diagnostics;

namespace Vireo.Simulation.Tests.Running;

public class SimulationRunnerTests
{
    private const string ResultFile = "VIREO_TEST_RESULT_FILE";

    [Fact]
    public void Watching_through_the_whole_loop_changes_nothing_in_the_fleet()
    {
        string traces = Checkout.RequireShared("data/vmtraces/planetlab/planetlab-20110303.csv.gz");
        var scenario = ScenarioCatalog.Create(ScenarioCatalog.PlanetLab, traces, null, null, seed: 1, repeats: false);
        var alone = new SmallFleet(scenario);
        alone.Advance(300.15 + (300 * 70));
        var options = new SimulationOptions
        {
            ScenarioName = ScenarioCatalog.PlanetLab,
            TracesPath = traces,
            Policy = PolicyPresets.Find("none", ScenarioCatalog.PlanetLab)!,
            Days = 0.25,
        };

        var watched = SimulationRunner.Run(options, progress: null, TestContext.Current.CancellationToken);

        var metrics = alone.Hypervisor.ReadMetrics();
        Assert.Equal(metrics.EnergyKilowattHours, watched.EnergyKwh, 9);
        Assert.Equal(metrics.MachinesDropped, watched.VmsDropped);
        Assert.Equal(0, watched.Migrations);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_result_twice_and_on_one_core()
    {
        var token = TestContext.Current.CancellationToken;

        var first = SimulationRunner.Run(Demo(seed: 1), progress: null, token);
        var again = SimulationRunner.Run(Demo(seed: 1), progress: null, token);

        Assert.True(first.Migrations > 0);
        Assert.Equal(first.ResultHash, again.ResultHash);
        Assert.Equal(first.ResultHash, await RunOnOneCoreAsync(token));
    }

    /// <summary>Run by the test above in a process of its own; by itself it shows that seeds matter.</summary>
    [Fact]
    public void Another_seed_gives_another_result()
    {
        var result = SimulationRunner.Run(Demo(seed: 1), progress: null, TestContext.Current.CancellationToken);
        var other = SimulationRunner.Run(Demo(seed: 2), progress: null, TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable(ResultFile) is { Length: > 0 } file)
        {
            File.WriteAllText(file, result.ResultHash);
        }

        Assert.NotEqual(result.ResultHash, other.ResultHash);
    }

    [Fact]
    public void The_result_is_the_json_of_the_contract()
    {
        var result = SimulationRunner.Run(Demo(seed: 1) with { Days = 0.1 }, null, TestContext.Current.CancellationToken);
        string json = result.ToJson();

        string[] keys =
        [
            "policy", "scenario", "seed", "hosts", "vms", "simulated_seconds", "wall_seconds", "energy_kwh", "migrations",
            "slatah", "pdm", "slav", "esv", "mean_active_hosts", "host_shutdowns", "slo_violation_ratio", "unserved_ratio",
            "result_hash",
        ];
        Assert.All(keys, key => Assert.Contains($"\"{key}\":", json, StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_rises_to_one_and_a_cancelled_run_stops()
    {
        var seen = new List<double>();
        SimulationRunner.Run(Demo(seed: 1) with { Days = 0.05 }, new Told(seen.Add), TestContext.Current.CancellationToken);
        using var cancelled = new CancellationTokenSource();
        var stop = new Told(_ => cancelled.Cancel());

        Assert.Equal(seen.Order(), seen);
        Assert.Equal(1, seen[^1]);
        Assert.ThrowsAny<OperationCanceledException>(() => SimulationRunner.Run(Demo(seed: 1), stop, cancelled.Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(0.001)]
    public void A_length_that_makes_no_sense_is_refused(double days)
    {
        Assert.Throws<ArgumentException>(() => SimulationRunner.Run(
            Demo(seed: 1) with { Days = days }, progress: null, TestContext.Current.CancellationToken));
    }

    private static async Task<string> RunOnOneCoreAsync(CancellationToken cancellationToken)
    {
        string file = Path.GetTempFileName();
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-method", $"*.{nameof(Another_seed_gives_another_result)}" },
            Environment = { ["DOTNET_PROCESSOR_COUNT"] = "1", [ResultFile] = file },
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(SimulationRunnerTests).Assembly.Location);
        }

        using var process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        string hash = await File.ReadAllTextAsync(file, cancellationToken);
        File.Delete(file);

        return hash.Length > 0 ? hash : output;
    }

    private static SimulationOptions Demo(long seed) => new()
    {
        ScenarioName = ScenarioCatalog.Demo,
        Policy = PolicyPresets.Find("vireo", ScenarioCatalog.Demo)!,
        Hosts = 8,
        Vms = 60,
        Days = 0.4,
        Seed = seed,
    };

    private sealed class Told(Action<double> listener) : IProgress<double>
    {
        public void Report(double value) => listener(value);
    }
}
