namespace Vireo.Simulation.Tests.CloudSim;

public class ReferenceSimulationTests
{
    // Published with one decimal; the physical one by another linear program.
    private const double Tolerance = 0.06;
    private const double PhysicalTolerance = 0.25;

    [Theory]
    [InlineData("20110306", "dvfs")]
    [InlineData("20110306", "thr-mmt-0.8")]
    [InlineData("20110306", "mfped-mmt-1.2")]
    [InlineData("20110306", "pebfd-mmt-1.2")]
    [InlineData("20110303", "lr-mmt-1.2")]
    public void A_day_of_a_published_policy_agrees_with_the_reference_simulator_in_every_digit(string day, string policy)
    {
        var result = GoldenDays.Run(day, policy);

        Assert.Equal(GoldenDays.Line(day, policy), GoldenDays.Line(day, result));
    }

    [Fact]
    public void The_limit_of_a_day_is_the_published_one_and_no_policy_is_below_it()
    {
        var plain = GoldenDays.Run("20110306", "vireo");
        var physical = GoldenDays.Run("20110306", "vireo", "planetlab-physical");

        Assert.Equal(70.8, plain.EnergyLimitKwh!.Value, Tolerance);
        Assert.Equal(101.1, physical.EnergyLimitKwh!.Value, PhysicalTolerance);
        Assert.True(plain.EnergyToLimit > 1);
        Assert.True(physical.EnergyToLimit > 1);
    }

    [Fact]
    public void Our_policy_uses_less_energy_than_local_regression_with_a_tenth_of_its_migrations()
    {
        string[] peer = GoldenDays.Line("20110306", "lr-mmt-1.2").Split(',');

        var result = GoldenDays.Run("20110306", "vireo");

        Assert.True(result.EnergyKwh < 0.7 * double.Parse(peer[2]), $"{result.EnergyKwh} kWh");
        Assert.True(result.Migrations < 0.1 * double.Parse(peer[3]), $"{result.Migrations} migrations");
        Assert.True(result.Slatah < 0.02, $"SLATAH {result.Slatah}");
    }

    [Fact]
    public void Twice_the_same_gives_the_same_hash()
    {
        var one = GoldenDays.Run("20110306", "vireo", machines: 300);
        var other = GoldenDays.Run("20110306", "vireo", machines: 300);

        Assert.True(one.Migrations > 0);
        Assert.Equal(one.ResultHash, other.ResultHash);
    }

    [Fact]
    public void In_the_physical_model_no_machine_is_dropped_and_shared_links_change_the_result()
    {
        var physical = GoldenDays.Run("20110306", "vireo", "planetlab-physical", machines: 300);
        var links = GoldenDays.Run("20110306", "vireo", "planetlab-physical-links", machines: 300);

        Assert.Equal(0, physical.VmsDropped);
        Assert.Equal(0, links.VmsDropped);
        Assert.NotEqual(physical.EnergyKwh, links.EnergyKwh);
    }

    [Theory]
    [InlineData("thr-mmt", "There is no policy 'thr-mmt'")]
    [InlineData("thr-mmt-x", "There is no policy 'thr-mmt-x'")]
    [InlineData("thr-mmt-nan", "There is no policy 'thr-mmt-nan'")]
    [InlineData("foo-mmt-1", "There is no policy 'foo-mmt-1'")]
    public void An_unknown_policy_is_refused_with_those_that_exist(string policy, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => GoldenDays.Run("20110306", policy));

        Assert.StartsWith(message, error.Message);
        Assert.Contains("mfped", error.Message);
    }

    [Fact]
    public void Too_few_hosts_are_named_with_the_machine_that_has_no_place()
    {
        var options = new ReferenceSimulationOptions
        {
            ScenarioName = "cloudsim-planetlab",
            TracesPath = GoldenDays.Traces("20110306"),
            PolicyName = "vireo",
            Hosts = 4,
        };

        var error = Assert.Throws<ArgumentException>(() => ReferenceSimulation.Run(
            options, TimeProvider.System, progress: null, TestContext.Current.CancellationToken));

        Assert.Contains("has no place on 4 hosts", error.Message);
    }
}
