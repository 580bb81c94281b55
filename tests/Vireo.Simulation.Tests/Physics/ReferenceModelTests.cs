using Microsoft.Extensions.Time.Testing;

namespace Vireo.Simulation.Tests.Physics;

/// <summary>The reference simulator's published figures, reproduced.</summary>
public class ReferenceModelTests
{
    private const int StepsADay = 287;

    [Theory]
    [InlineData("20110303")]
    [InlineData("20110309")]
    public void A_day_without_migrations_gives_the_digits_of_the_reference_simulator(string day)
    {
        var golden = Golden(day, "dvfs");
        var time = new FakeTimeProvider(PlanetLab(day, out var scenario));
        var fleet = new SimulatedHypervisor(scenario, time);

        time.Advance(TimeSpan.FromSeconds(300.1 + (300 * (StepsADay - 1)) + 0.05));
        var metrics = fleet.ReadMetrics();

        Assert.Equal(golden.EnergyKilowattHours, metrics.EnergyKilowattHours, 4);
        Assert.Equal(golden.MeanActiveHosts, metrics.MeanActiveHosts, 3);
        Assert.Equal(golden.HostShutdowns, metrics.HostShutdowns);
        Assert.Equal(golden.MachinesDropped, metrics.MachinesDropped);
        Assert.Equal(0, metrics.Slatah);
    }

    private static DateTimeOffset PlanetLab(string day, out Scenario scenario)
    {
        var trace = TraceReader.Read(Checkout.RequireShared($"data/vmtraces/planetlab/planetlab-{day}.csv.gz"));
        scenario = PlanetLabScenario.Create(trace, PlanetLabScenario.ReferenceHosts, repeats: false);

        return scenario.Start;
    }

    private static FleetMetrics Golden(string day, string policy)
    {
        string[] cells = File.ReadLines(Checkout.RequireShared("data/vmtraces/planetlab/golden.csv"))
            .Select(line => line.Split(','))
            .First(line => line[0] == day && line[1] == policy);
        double Number(int cell) => double.Parse(cells[cell]);

        return new FleetMetrics(
            Number(2), (long)Number(3), 0, Number(4), Number(5), Number(7), 0, Number(9), (int)Number(8),
            (long)Number(11), 0, ContentionMinutes: 0, RegrettedMigrations: 0);
    }
}
