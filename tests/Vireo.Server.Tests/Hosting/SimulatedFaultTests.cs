using Vireo.Control;
using Vireo.Server.Hosting;
using Vireo.Server.Tests.Configuration;
using Vireo.Simulation;

namespace Vireo.Server.Tests.Hosting;

/// <summary>What a configuration lets go wrong in a simulated fleet.</summary>
public class SimulatedFaultTests
{
    [Fact]
    public void What_is_configured_goes_wrong_besides_what_the_scenario_brings()
    {
        var plain = Create("");
        var struck = Create(
            "faults: [{ kind: hostFails, target: host-01, atHour: 30 }, { kind: noisyMachine, target: api-r1-1, atHour: 40, forHours: 3 }]\n");

        Assert.Equal(
            [
                new ScheduledFault(TimeSpan.FromHours(30), FaultKind.HostFails, "host-01", TimeSpan.FromDays(1)),
                new ScheduledFault(TimeSpan.FromHours(40), FaultKind.NoisyMachine, "api-r1-1", TimeSpan.FromHours(3)),
            ],
            struck.Faults.Except(plain.Faults));
    }

    [Theory]
    [InlineData("{ kind: hostFails, target: host-99 }", "Provider 'small', faults[0].target: Expected a host or fault domain")]
    [InlineData("{ kind: noisyMachine, target: vm-9 }", "Provider 'small', faults[0].target: Expected a machine of this scenario")]
    public void A_fault_that_would_strike_nothing_is_refused_at_the_start(string fault, string expected) => Assert.StartsWith(
        expected, Assert.Throws<InvalidDataException>(() => Create($"faults: [{fault}]\n")).Message, StringComparison.Ordinal);

    private static Scenario Create(string faults)
    {
        var configuration = Loading.Valid(
            "apiVersion: vireo/v1\nkind: Provider\nname: small\ntype: simulation\nscenario: demo\nhosts: 6\nvms: 30\npolicy: small\n" + faults +
            "---\napiVersion: vireo/v1\nkind: Policy\nname: small\n" +
            "---\napiVersion: vireo/v1\nkind: VmTemplate\nname: t\ncores: 1\nmemory: 1GiB\n" +
            "---\napiVersion: vireo/v1\nkind: VmGroup\nname: api\ntemplate: t\nreplicas: 1\n");
        var provider = configuration.Providers.Single();
        using var state = StateStore.OpenInMemory();

        return SimulatedScenario.Create(provider, configuration.PolicyOf(provider), state);
    }
}
