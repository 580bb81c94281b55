using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>Makes small fleets, and plans over them that make sense; half of these are then changed at
/// random.</summary>
internal static class FuzzCases
{
    private const int MostActions = 5;
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Racks = ["r-1", "r-2", ""];

    /// <summary>The case of a seed; odd ones are mutated.</summary>
    public static FuzzCase Create(int seed)
    {
        var random = new Random(seed);
        int hosts = random.Next(2, 6);
        int machines = random.Next(1, 8);
        var fleet = FleetSnapshot.Create(
            Now, new("c"), [.. Enumerable.Range(0, hosts).Select(i => Host(random, i))],
            [.. Enumerable.Range(0, machines).Select(i => Machine(random, i, hosts))], [], [.. UnderWay(random, machines, hosts)]);
        var policy = Policy(random, machines, hosts);
        ImmutableArray<Hazard> hazards = random.Next(6) > 0 ? [] :
            [new Hazard(EntityId.Of(new HostId($"h-{random.Next(hosts)}")), HazardKind.HostFailing, 0.9, "errors")];
        var actions = FuzzPlans.Create(random, fleet, random.Next(1, 1 + random.Next(1, MostActions + 1)));
        bool isMutated = seed % 2 != 0;
        if (isMutated)
        {
            FuzzMutations.Apply(random, actions, fleet, MostActions);
        }

        return new FuzzCase(fleet, policy, hazards, [.. actions], isMutated);
    }

    private static Host Host(Random random, int i) => new(
        new($"h-{i}"), $"h-{i}", new("p"), new(random.Next(25) == 0 ? "d" : "c"),
        random.Next(20) switch { 0 => HostState.Off, 1 => HostState.Failed, 2 => HostState.Unreachable, _ => HostState.On },
        random.Next(16) == 0, random.Next(40) == 0 ? 0 : 8, new CpuMhz(10_000), new MemoryBytes(random.Next(8, 30)),
        new BytesPerSecond(random.Next(3) == 0 ? 0 : random.Next(3, 8)), new PowerCurve([100, 200]), Racks[random.Next(Racks.Length)], "test")
    {
        CpuFeatures = random.Next(4) > 0 ? new TagSet("avx2", "sse4") : new TagSet("sse4"),
        Devices = random.Next(3) == 0 ? DeviceCounts.Of("gpu", random.Next(1, 3)) : default,
        DiskCapacity = new BytesPerSecond(random.Next(3) == 0 ? random.Next(2, 6) : 0),
    };

    private static VirtualMachine Machine(Random random, int i, int hosts)
    {
        string? host = random.Next(15) == 0 ? null : random.Next(40) == 0 ? "gone" : $"h-{random.Next(hosts)}";
        var state = random.Next(10) switch
        {
            0 => PowerState.Off,
            1 => PowerState.Failed,
            2 when random.Next(3) == 0 => PowerState.Suspended,
            _ => PowerState.On,
        };

        return new VirtualMachine(
            new($"vm-{i}"), $"vm-{i}", new("p"), new("c"), host is null ? null : new HostId(host), state, 2, new CpuMhz(4_000),
            new MemoryBytes(random.Next(1, 6)), random.Next(15) == 0 ? Mobility.Fixed("snapshot") : Mobility.Free, null, null)
        {
            CpuFeatures = random.Next(4) switch { 0 => new TagSet("avx2"), 1 => new TagSet("sse4"), _ => default },
            Devices = random.Next(8) == 0 ? DeviceCounts.Of("gpu", random.Next(1, 3)) : default,
            NetworkReservation = new BytesPerSecond(random.Next(3) == 0 ? random.Next(1, 5) : 0),
            DiskReservation = new BytesPerSecond(random.Next(4) == 0 ? random.Next(1, 4) : 0),
        };
    }

    private static IEnumerable<InFlightAction> UnderWay(Random random, int machines, int hosts)
    {
        if (random.Next(10) > 0)
        {
            yield break;
        }

        var machine = new VirtualMachineId($"vm-{random.Next(machines)}");
        var host = new HostId($"h-{random.Next(hosts)}");
        FleetAction action = random.Next(5) switch
        {
            0 => new PowerOffHost(host),
            1 => new PowerOnVirtualMachine(machine, host),
            2 => new ResizeVirtualMachine(machine, 2, new MemoryBytes(3)),
            3 => new CreateVirtualMachine(new("new"), new("t"), host),
            _ => new Migration(machine, new($"h-{random.Next(hosts)}"), host),
        };
        yield return new InFlightAction(new("under-way"), action, Now);
    }

    private static Policy Policy(Random random, int machines, int hosts) => new()
    {
        SpareFaultDomains = random.Next(5) < 3 ? 0 : random.Next(1, 3),
        MinimumHostsOn = random.Next(1, 3),
        MemoryOvercommit = random.Next(4) == 0 ? 1.2 : 1,
        Templates = random.Next(2) == 0 ? [] : [new VmTemplate(new("t"), 1, "image", 1, new MemoryBytes(random.Next(1, 6)))],
        Pinned = random.Next(8) == 0 ? [new($"vm-{random.Next(machines)}")] : [],
        Rules = [.. Enumerable.Range(0, Math.Max(0, random.Next(-2, 3))).Select(i => Rule(random, i, machines, hosts))],
    };

    private static AffinityRule Rule(Random random, int i, int machines, int hosts)
    {
        var kind = (AffinityKind)random.Next(5);
        var members = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new VirtualMachineId($"vm-{random.Next(machines)}"));
        HostId[] where = kind is AffinityKind.OnlyOn or AffinityKind.NeverOn
            ? [.. Enumerable.Range(0, 2).Select(_ => new HostId($"h-{random.Next(hosts)}"))]
            : [];

        return new AffinityRule($"rule-{i}", kind, [.. members.Distinct()], [.. where])
        {
            Scope = kind is AffinityKind.KeepApart or AffinityKind.KeepTogether && random.Next(2) == 0
                ? AffinityScope.FaultDomain
                : AffinityScope.Host,
            MostHosts = kind == AffinityKind.AtMostHosts ? random.Next(1, 3) : 0,
        };
    }
}
