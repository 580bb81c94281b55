using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Configuration;
using Vireo.Simulation;

namespace Vireo.Server.Hosting;

/// <summary>Makes the scenario of a simulated provider.</summary>
internal static class SimulatedScenario
{
    /// <summary>The fleet under the provider's name, beginning where an earlier run left off.</summary>
    /// <exception cref="TraceFormatException">The traces cannot be read.</exception>
    public static Scenario Create(ProviderSettings provider, StateStore state)
    {
        var simulation = provider.Simulation;
        string name = simulation.Scenario switch
        {
            ScenarioKind.Demo => ScenarioCatalog.Demo,
            ScenarioKind.PlanetLab => ScenarioCatalog.PlanetLab,
            ScenarioKind.Bitbrains => ScenarioCatalog.Bitbrains,
            _ => ScenarioCatalog.Traces,
        };
        var cluster = new ClusterId(provider.Name);
        var scenario = ScenarioCatalog
            .Create(name, simulation.Traces, simulation.Hosts, simulation.Vms, simulation.Seed, repeats: true)
            .Named(new ProviderId(provider.Name), cluster);

        return state.Receipts.Newest(cluster, 1) is [var last] ? After(scenario, last.At) : scenario;
    }

    // The simulated fleet itself is set up anew, but its clock never runs twice through the same time: history, receipts
    // and rest periods of earlier runs stay true, and a daily load goes on at the same time of day.
    private static Scenario After(Scenario scenario, DateTimeOffset last)
    {
        if (last < scenario.Start)
        {
            return scenario;
        }

        long rounds = (long)Math.Ceiling((last - scenario.Start) / scenario.SampleInterval) + 1;
        var shift = scenario.SampleInterval * rounds;

        return scenario with
        {
            Start = scenario.Start + shift,
            Workload = new ShiftedWorkload(scenario.Workload, (long)Math.Round(shift / scenario.Workload.Step)),
        };
    }
}
