namespace Vireo.Simulation.Tests.CloudSim;

/// <summary>The reference simulator's digits, and ours in the same form.</summary>
internal static class GoldenDays
{
    private const string Folder = "data/vmtraces/planetlab";

    public static string Traces(string day) => Checkout.RequireShared($"{Folder}/planetlab-{day}.csv.gz");

    /// <summary>The line of a day and a policy: energy, migrations, SLATAH and so on.</summary>
    public static string Line(string day, string policy) =>
        File.ReadLines(Checkout.RequireShared($"{Folder}/golden.csv")).First(line => line.StartsWith($"{day},{policy},"));

    public static string Line(string day, SimulationResult result) =>
        $"{day},{result.Policy},{result.EnergyKwh:F4},{result.Migrations},{result.Slatah:F8},{result.Pdm:F8}," +
        $"{result.Slav:F10},{result.UnservedRatio:F6},{result.HostShutdowns},{result.MeanActiveHosts:F3}," +
        $"{result.HostsEverUsed},{result.VmsDropped}";

    public static SimulationResult Run(string day, string policy, string scenario = "cloudsim-planetlab", int? machines = null) =>
        ReferenceSimulation.Run(
            new ReferenceSimulationOptions
            {
                ScenarioName = scenario,
                TracesPath = Traces(day),
                PolicyName = policy,
                Vms = machines,
            },
            TimeProvider.System, progress: null, TestContext.Current.CancellationToken);
}
