using System.Collections.Immutable;
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

        return state.Receipts.Newest(cluster, 1) is [var last]
            ? After(Restored(scenario, state.Receipts.FindContent(last.Fleet)), last.At)
            : scenario;
    }

    /// <summary>How much of the warm-up earlier runs have not lived through yet.</summary>
    public static TimeSpan WarmUpLeft(ProviderSettings provider, Scenario scenario, StateStore state)
    {
        var first = state.Receipts.Oldest(new ClusterId(provider.Name));
        var left = provider.Simulation.WarmUp - (first is null ? TimeSpan.Zero : scenario.Start - first.At);

        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // Machines stand where the last decision saw them; a host that was off and carries none is off again.
    private static Scenario Restored(Scenario scenario, byte[]? snapshot)
    {
        if (snapshot is null)
        {
            return scenario;
        }

        var seen = CanonicalJson.Read<FleetSnapshot>(snapshot);
        var on = seen.Hosts.Where(host => host.State == HostState.On).Select(host => host.Id).ToHashSet();
        var off = seen.Hosts.Where(host => host.State == HostState.Off).Select(host => host.Id).ToHashSet();
        var places = seen.VirtualMachines.ToDictionary(machine => machine.Id, machine => machine.Host);
        ImmutableArray<VirtualMachine> machines =
        [
            .. scenario.Machines.Select(machine => places.GetValueOrDefault(machine.Id) is { } place && on.Contains(place)
                ? machine with { Host = place }
                : machine),
        ];
        var used = machines.Select(machine => machine.Host).ToHashSet();

        return scenario with
        {
            Machines = machines,
            Hosts =
            [
                .. scenario.Hosts.Select(host => off.Contains(host.Id) && !used.Contains(host.Id)
                    ? host with { State = HostState.Off }
                    : host),
            ],
        };
    }

    // The clock never runs twice through the same time: history, receipts and rest periods of earlier runs stay true, and
    // a daily load goes on at the same time of day.
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
