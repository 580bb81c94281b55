using System.Collections.Immutable;
using CsCheck;
using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>Fleets, outlooks and policies of every kind that could meet, bad data included.</summary>
internal static class RandomFleets
{
    private static readonly VmTemplate Template = new(new("t"), 1, "image", 1, new MemoryBytes(5L << 30));
    private static readonly string[] Racks = ["r-1", "r-2", "r-3", ""];

    public static readonly Gen<(SmallFleet Fleet, Policy Policy)> All = Gen.Int[0, int.MaxValue].Select(Create);

    private static (SmallFleet Fleet, Policy Policy) Create(int seed)
    {
        var random = new Random(seed);
        int hosts = random.Next(2, 9);
        int machines = random.Next(0, 30);
        var fleet = new SmallFleet();
        for (int i = 0; i < hosts; i++)
        {
            AddHost(fleet, random, i);
        }

        for (int i = 0; i < machines; i++)
        {
            AddMachine(fleet, random, i, hosts);
        }

        return (fleet, Policy(random, machines, hosts));
    }

    private static void AddHost(SmallFleet fleet, Random random, int i)
    {
        var state = random.Next(10) switch
        {
            0 => HostState.Off,
            1 => HostState.Failed,
            2 => HostState.Unreachable,
            _ => HostState.On,
        };
        fleet.Host(
            $"h-{i}", random.Next(2, 12) * 1_000, random.Next(8, 65), Racks[random.Next(Racks.Length)], state,
            random.Next(8) == 0, random.Next(12) == 0 ? 0 : 8);
        fleet.Offers(
            random.Next(3) > 0 ? ["avx2", "sse4"] : ["sse4"], random.Next(3) == 0 ? DeviceCounts.Of("gpu", random.Next(1, 3)) : default,
            random.Next(2) == 0 ? 5e8 : 0);
        if (random.Next(15) == 0)
        {
            fleet.UnderWay(random.Next(2) == 0 ? new PowerOffHost(new($"h-{i}")) : new PowerOnHost(new($"h-{i}")));
        }

        if (random.Next(8) == 0)
        {
            fleet.Danger($"h-{i}", random.Next(2) == 0 ? HazardKind.HostFailing : HazardKind.BadTelemetry, random.NextDouble());
        }
    }

    private static void AddMachine(SmallFleet fleet, Random random, int i, int hosts)
    {
        double median = random.Next(0, 3_000);
        string on = $"h-{random.Next(hosts)}";
        fleet.Machine(
            $"vm-{i:00}", on, median, median + random.Next(0, 1_500), random.Next(1, 9), random.Next(10) > 0,
            random.Next(10) == 0 ? 0.2 : 1, random.Next(10) == 0 ? Mobility.Fixed("it has a passthrough device") : null,
            random.Next(36) switch { < 3 => PowerState.Off, < 6 => PowerState.Failed, 6 => PowerState.Suspended, _ => PowerState.On },
            name: random.Next(5) == 0 ? "twin" : null);
        fleet.Uses(
            random.Next(5) switch { 0 => ["avx2"], 1 => ["sse4"], _ => [] },
            random.Next(12) == 0 ? DeviceCounts.Of("gpu", random.Next(1, 3)) : default);
        fleet.Promised(random.Next(4) == 0 ? random.Next(1, 700) * 1e6 : 0, random.Next(4) == 0 ? random.Next(1, 400) * 1e6 : 0);
        if (random.Next(6) == 0)
        {
            fleet.Moved($"vm-{i:00}", $"h-{random.Next(hosts)}", on, random.Next(1, 90));
        }

        if (random.Next(15) == 0)
        {
            fleet.OnTheWay($"vm-{i:00}", on, $"h-{random.Next(hosts)}");
        }
        else if (random.Next(12) == 0)
        {
            fleet.UnderWay(UnderWay(random, new($"vm-{i:00}"), new($"h-{random.Next(hosts)}")));
        }

        if (random.Next(20) == 0)
        {
            fleet.Untrusted($"vm-{i:00}");
        }
    }

    private static FleetAction UnderWay(Random random, VirtualMachineId machine, HostId host) => random.Next(6) switch
    {
        0 => new ResizeVirtualMachine(machine, 2, new MemoryBytes((long)random.Next(1, 13) << 30)),
        1 => new CreateVirtualMachine(new($"new-{machine}"), Template.Id, host),
        2 => new PowerOffVirtualMachine(machine),
        _ => new PowerOnVirtualMachine(machine, host),
    };

    private static readonly PlacementStrategy[] Peers = [.. PlacementStrategies.Peers.Select(peer => peer.Strategy)];

    // Other managers keep no spare capacity: with them the guard rails would have to refuse.
    private static Policy Policy(Random random, int machines, int hosts) => random.Next(4) > 0
        ? Own(random, machines, hosts)
        : Own(random, machines, hosts) with { Strategy = Peers[random.Next(Peers.Length)], SpareFaultDomains = 0 };

    private static Policy Own(Random random, int machines, int hosts) => new()
    {
        Strategy = (PlacementStrategy)random.Next(3),
        DefaultMode = OperatingMode.Autopilot,
        Balance = random.Next(2) == 0,
        Consolidate = random.Next(4) > 0,
        ManageHostPower = random.Next(4) > 0,
        SpareFaultDomains = random.Next(3),
        MinimumHostsOn = random.Next(1, 4),
        MemoryOvercommit = random.Next(2) == 0 ? 1 : 1.2,
        Templates = [Template],
        Groups = random.Next(3) > 0 ? [] : [new VmGroup { Id = new("web"), Template = Template.Id, Minimum = random.Next(1, 4) }],
        Pinned = machines > 3 ? [new($"vm-{random.Next(machines):00}")] : [],
        Rules = machines > 3 ? [.. Rules(random, machines, hosts)] : [],
        Wishes = machines > 3 && random.Next(2) == 0 ? [.. Wishes(random, machines, hosts)] : [],
    };

    private static IEnumerable<PlacementWish> Wishes(Random random, int machines, int hosts) => Rules(random, machines, hosts)
        .Where(rule => rule.Kind != AffinityKind.AtMostHosts)
        .Select(rule => new PlacementWish(rule with { Name = $"wish-{rule.Name}" }, random.NextDouble() * 4));

    private static IEnumerable<AffinityRule> Rules(Random random, int machines, int hosts)
    {
        for (int i = 0; i < random.Next(4); i++)
        {
            var kind = (AffinityKind)random.Next(5);
            ImmutableArray<VirtualMachineId> members =
            [
                .. Enumerable.Range(0, 3).Select(_ => new VirtualMachineId($"vm-{random.Next(machines):00}")).Distinct(),
            ];
            yield return new AffinityRule(
                $"rule-{i}", kind, members,
                kind is AffinityKind.OnlyOn or AffinityKind.NeverOn ? [new($"h-{random.Next(hosts)}")] : [])
            {
                Scope = kind is AffinityKind.KeepApart or AffinityKind.KeepTogether && random.Next(3) == 0
                    ? AffinityScope.FaultDomain
                    : AffinityScope.Host,
                MostHosts = kind == AffinityKind.AtMostHosts ? random.Next(1, 3) : 0,
            };
        }
    }
}
