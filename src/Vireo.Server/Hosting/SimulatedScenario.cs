using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Configuration;
using Vireo.Simulation;
using Vireo.Simulation.Trials;

namespace Vireo.Server.Hosting;

/// <summary>Makes the scenario of a simulated provider.</summary>
internal static class SimulatedScenario
{
    /// <summary>The fleet under the provider's name, beginning where an earlier run left off.</summary>
    /// <param name="provider">As configured.</param>
    /// <param name="policy">Names the groups that there will be.</param>
    /// <param name="state">What earlier runs left.</param>
    /// <exception cref="TraceFormatException">The traces cannot be read.</exception>
    /// <exception cref="InvalidDataException">A fault strikes nothing.</exception>
    public static Scenario Create(ProviderSettings provider, Policy policy, StateStore state)
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

        var goesOn = state.Receipts.Newest(cluster, 1) is [var last]
            ? After(Restored(scenario, LastSight.Of(cluster, state)), last.At)
            : scenario;

        return WithFaults(goesOn, provider, policy, passed: goesOn.Start - scenario.Start);
    }

    // What has struck in an earlier run does not strike again.
    private static Scenario WithFaults(Scenario scenario, ProviderSettings provider, Policy policy, TimeSpan passed)
    {
        string[] groups =
        [
            .. scenario.Machines.Select(machine => machine.Group).OfType<VmGroupId>()
                .Concat(policy.Groups.Select(group => group.Id)).Distinct().Select(group => group.Value),
        ];
        var faults = provider.Simulation.Faults;
        for (int i = 0; i < faults.Length; i++)
        {
            if (FaultTargets.Problem(scenario, groups, coming: [], faults[i]) is { } problem)
            {
                throw new InvalidDataException($"Provider '{provider.Name}', faults[{i}].target: {problem}");
            }
        }

        return scenario with
        {
            Faults =
            [
                .. scenario.Faults,
                .. faults.Where(fault => fault.At >= passed).Select(fault => fault with { At = fault.At - passed }),
            ],
        };
    }

    /// <summary>How much of the warm-up earlier runs have not lived through yet.</summary>
    public static TimeSpan WarmUpLeft(ProviderSettings provider, Scenario scenario, StateStore state)
    {
        var first = state.Receipts.Oldest(new ClusterId(provider.Name));
        var left = provider.Simulation.WarmUp - (first is null ? TimeSpan.Zero : scenario.Start - first.At);

        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // Machines stand where they were last seen, those made since the scenario began among them; a host that was off and
    // carries none is off again. What was being made when the server stopped was never finished.
    private static Scenario Restored(Scenario scenario, LastSight? last)
    {
        if (last is null || last.Fleet.VirtualMachines.IsEmpty)
        {
            return scenario;
        }

        var seen = last.Fleet.VirtualMachines.Where(machine => machine.State != PowerState.Creating).ToDictionary(machine => machine.Id);
        var original = scenario.Machines.Select(machine => machine.Id).ToHashSet();
        var on = last.Fleet.Hosts.Where(host => host.State == HostState.On).Select(host => host.Id).ToHashSet();
        ImmutableArray<VirtualMachine> machines =
            [.. scenario.Machines.Select(machine => seen.TryGetValue(machine.Id, out var then) ? AtRest(machine, then, on) : machine)];
        ImmutableArray<EarlierMachine> made =
        [
            .. seen.Values.Where(machine => !original.Contains(machine.Id)).OrderBy(machine => machine.Id)
                .Select(machine => new EarlierMachine(AtRest(machine, machine, on), last.TemplateOf(machine))),
        ];

        return scenario with
        {
            Machines = machines,
            Hosts = Hosts(scenario, last, [.. machines.Concat(made.Select(one => one.Machine)).Select(machine => machine.Host)]),
            Earlier = new EarlierRun(made, [.. original.Where(id => !seen.ContainsKey(id)).Order()], last.Fleet.Pools)
            {
                Resized =
                [
                    .. scenario.Machines.Where(machine => seen.TryGetValue(machine.Id, out var then) &&
                        (then.CpuCapacity != machine.CpuCapacity || then.Memory != machine.Memory)),
                ],
            },
        };
    }

    private static VirtualMachine AtRest(VirtualMachine machine, VirtualMachine then, HashSet<HostId> on) => machine with
    {
        Host = then.Host is { } place && on.Contains(place) ? place : machine.Host,
        State = StateOf(then, on),
        Cores = then.Cores,
        CpuCapacity = then.CpuCapacity,
        Memory = then.Memory,
        Guest = then.Guest,
        Snapshots = then.Snapshots,
    };

    // Hosts that had failed are repaired, so what was lost with them runs again.
    private static PowerState StateOf(VirtualMachine then, HashSet<HostId> on) => then.State switch
    {
        PowerState.Deleting => PowerState.Off,
        PowerState.Failed when then.Host is not { } host || !on.Contains(host) => PowerState.On,
        var state => state,
    };

    private static ImmutableArray<Host> Hosts(Scenario scenario, LastSight last, HashSet<HostId?> used)
    {
        var then = last.Fleet.Hosts.ToDictionary(host => host.Id);

        return
        [
            .. scenario.Hosts.Select(host => then.TryGetValue(host.Id, out var seen)
                ? host with
                {
                    State = seen.State == HostState.Off && !used.Contains(host.Id) ? HostState.Off : host.State,
                    IsInMaintenance = seen.IsInMaintenance,
                }
                : host),
        ];
    }

    // The clock never runs twice through the same time: history, receipts and rest periods of earlier runs stay true,
    // and a daily load goes on at the same time of day.
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
