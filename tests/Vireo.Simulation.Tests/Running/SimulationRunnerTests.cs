namespace Vireo.Simulation.Tests.Running;

public class SimulationRunnerTests
{
    [Fact]
    public void The_whole_loop_without_moves_gives_the_reference_energy()
    {
        var result = SimulationRunner.Run(PlanetLab("none"), progress: null, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(result.ToJson());
        Assert.Equal(802.7545, result.EnergyKwh, 4);
        Assert.Equal(455, result.HostShutdowns);
        Assert.Equal(0, result.Migrations);
    }

    [Fact]
    public void The_same_seed_gives_the_same_result_and_another_seed_another_one()
    {
        var first = SimulationRunner.Run(Demo(seed: 1), progress: null, TestContext.Current.CancellationToken);
        var again = SimulationRunner.Run(Demo(seed: 1), progress: null, TestContext.Current.CancellationToken);
        var other = SimulationRunner.Run(Demo(seed: 2), progress: null, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(first.ToJson());
        Assert.Equal(first with { WallSeconds = 0 }, again with { WallSeconds = 0 });
        Assert.NotEqual(first.ResultHash, other.ResultHash);
    }

    private static SimulationOptions Demo(long seed) => new()
    {
        ScenarioName = ScenarioCatalog.Demo,
        Policy = PolicyPresets.Find("vireo", ScenarioCatalog.Demo)!,
        Hosts = 8,
        Vms = 60,
        Days = 0.5,
        Seed = seed,
    };

    private static SimulationOptions PlanetLab(string policy) => new()
    {
        ScenarioName = ScenarioCatalog.PlanetLab,
        TracesPath = SharedData.Require("vmtraces/planetlab/planetlab-20110303.csv.gz"),
        Policy = PolicyPresets.Find(policy, ScenarioCatalog.PlanetLab)!,
    };
}
