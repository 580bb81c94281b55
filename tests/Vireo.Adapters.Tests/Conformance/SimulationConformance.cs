using Microsoft.Extensions.Time.Testing;
using Vireo.Fleet;
using Vireo.Simulation;

namespace Vireo.Adapters.Tests.Conformance;

/// <summary>The simulated fleet.</summary>
public sealed class SimulationConformance : ProviderConformance
{
    protected override ProviderUnderTest Open()
    {
        var scenario = DemoScenario.Create(new DemoOptions { Hosts = 4, Machines = 12 });
        var time = new FakeTimeProvider(scenario.Start);
        var provider = new SimulatedHypervisor(scenario, time);

        return new ProviderUnderTest(provider, provider, id => EndOfAsync(provider, time, id));
    }

    private static async Task<ActionStatus> EndOfAsync(SimulatedHypervisor provider, FakeTimeProvider time, ActionId id)
    {
        while (true)
        {
            var status = await provider.QueryAsync(id, TestContext.Current.CancellationToken);
            if (status.Phase != ActionPhase.Running)
            {
                return status;
            }

            time.Advance(TimeSpan.FromSeconds(5));
        }
    }
}
