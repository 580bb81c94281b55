using System.Collections.Immutable;
using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Network.Topology;

namespace Vireo.Scheduling.Tests.Network.Topology;

public sealed class ImpactAnalysisTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_single_failure_of_random_topologies_cuts_exactly_the_pairs_that_a_search_finds() => Topologies().Sample(
        topology =>
        {
            var analysis = new ImpactAnalysis(topology);
            foreach (string failed in analysis.Candidates)
            {
                var impact = analysis.Of(failed);
                var expected = Cut(topology, failed);
                var found = impact.Splits.SelectMany(Pairs).ToHashSet();
                Assert.True(expected.SetEquals(found), $"{failed}: expected {string.Join(" ", expected)}, found {string.Join(" ", found)}");
                Assert.Equal(Down(topology, failed), impact.Down);
            }
        },
        iter: 50);

    [Fact]
    public void A_host_takes_its_machines_and_a_port_only_their_way()
    {
        var analysis = new ImpactAnalysis(TwoHosts());

        Assert.Equal(["a-1, a-2 fail with it."], analysis.Of("host/a").Words());
        Assert.Equal(["a-1, a-2 lose the way to lan and the way to 3 other machines."], analysis.Of("port/a/eth0").Words());
        Assert.Equal(["a-1, a-2 lose the way to lan and the way to 3 other machines."], analysis.Of("port/a/eth0--switch/a/br").Words());
        Assert.Empty(analysis.Of("port/b/eth1").Words());
        Assert.Equal(2, analysis.Of("switch/a/br").Harmed);
        Assert.Equal(
            ["b-1, b-2, b-3 lose the way to lan and the way to 2 other machines."],
            analysis.Of("port/b/eth0", "port/b/eth1").Words().Order(StringComparer.Ordinal).Where(word => word.StartsWith('b')));
    }

    [Fact]
    public void What_is_unknown_is_named()
    {
        var unknown = Assert.Throws<KeyNotFoundException>(() => new ImpactAnalysis(TwoHosts()).Of("switch/c/br"));

        Assert.StartsWith("There is no element or link 'switch/c/br'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_machines_are_judged_in_a_moment()
    {
        var hosts = Enumerable.Range(0, 1_000).Select(host => Host($"h{host}", 10, 2)).ToList();
        var analysis = new ImpactAnalysis(NetworkTopology.Join([.. hosts, Lan]));

        var impact = analysis.Of("outside/lan");

        Assert.Equal(1_000, Assert.Single(impact.Splits).Length);
        Assert.Equal(9_990, impact.Harmed);
    }

    private static NetworkTopology TwoHosts() => NetworkTopology.Join(Host("a", 2, 1), Host("b", 3, 2), Lan);

    private static NetworkTopology Lan => new([new TopologyElement("outside/lan", TopologyKind.Outside, "lan", null)], []);

    private static NetworkTopology Host(string name, int machines, int ports) => new(
        [
            new TopologyElement($"host/{name}", TopologyKind.Host, name, null),
            new TopologyElement($"switch/{name}/br", TopologyKind.Switch, "br", $"host/{name}"),
            .. Enumerable.Range(0, ports).Select(port =>
                new TopologyElement($"port/{name}/eth{port}", TopologyKind.Port, $"eth{port}", $"host/{name}")),
            .. Enumerable.Range(1, machines).Select(machine =>
                new TopologyElement($"machine/{name}-{machine}", TopologyKind.Machine, $"{name}-{machine}", $"host/{name}")),
        ],
        [
            .. Enumerable.Range(0, ports).SelectMany(port => new[]
            {
                new TopologyLink($"switch/{name}/br", $"port/{name}/eth{port}", "bridge", Now),
                new TopologyLink($"port/{name}/eth{port}", "outside/lan", "assumed", Now),
            }),
            .. Enumerable.Range(1, machines).Select(machine =>
                new TopologyLink($"machine/{name}-{machine}", $"switch/{name}/br", "bridge", Now)),
        ]);

    // Hosts with one to three uplinks to a random graph of switches with one or two ways out, some elements down already.
    private static Gen<NetworkTopology> Topologies() =>
        from switches in Gen.Int[1, 6]
        from hosts in Gen.Int[1, 5]
        from wires in Gen.Select(Gen.Int[0, switches - 1], Gen.Int[0, switches - 1]).Array[0, 8]
        from uplinks in Gen.Int[0, switches - 1].Array[1, 3].Array[hosts]
        from machines in Gen.Int[0, 3].Array[hosts]
        from outsides in Gen.Int[0, switches - 1].Array[0, 2]
        from broken in Gen.Int[0, 9].Array[switches]
        select NetworkTopology.Join(
            [
                new NetworkTopology(
                    [
                        .. Enumerable.Range(0, switches).Select(i =>
                            new TopologyElement($"switch/s{i}", TopologyKind.Switch, $"s{i}", null, IsUp: broken[i] > 0)),
                        .. outsides.Select((_, i) => new TopologyElement($"outside/o{i}", TopologyKind.Outside, $"o{i}", null)),
                    ],
                    [
                        .. wires.Select(wire => new TopologyLink($"switch/s{wire.Item1}", $"switch/s{wire.Item2}", "lldp", Now)),
                        .. outsides.Select((to, i) => new TopologyLink($"outside/o{i}", $"switch/s{to}", "assumed", Now)),
                    ]),
                .. Enumerable.Range(0, hosts).Select(host => Wired(Host($"h{host}", machines[host], uplinks[host].Length), host, uplinks[host])),
            ]);

    private static NetworkTopology Wired(NetworkTopology host, int number, int[] uplinks) => host with
    {
        Links =
        [
            .. host.Links.Where(link => link.To != "outside/lan"),
            .. uplinks.Select((to, port) => new TopologyLink($"port/h{number}/eth{port}", $"switch/s{to}", "lldp", Now)),
        ],
    };

    private static IEnumerable<(string, string)> Pairs(ImmutableArray<ReachablePart> parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            for (int j = i + 1; j < parts.Length; j++)
            {
                foreach (string one in parts[i].Machines.Concat(parts[i].Outside))
                {
                    foreach (string other in parts[j].Machines.Concat(parts[j].Outside))
                    {
                        yield return string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
                    }
                }
            }
        }
    }

    private static HashSet<(string, string)> Cut(NetworkTopology topology, string failed)
    {
        var ends = topology.Elements.Where(element => element.Kind is TopologyKind.Machine or TopologyKind.Outside).ToList();
        HashSet<(string, string)> cut = [];
        foreach (var one in ends)
        {
            var before = Reached(topology, one.Id, failed: "");
            var after = Reached(topology, one.Id, failed);
            foreach (var other in ends.Where(end => string.CompareOrdinal(one.Name, end.Name) < 0))
            {
                if (before.Contains(other.Id) && !after.Contains(other.Id) && IsAlive(topology, one, failed) && IsAlive(topology, other, failed))
                {
                    cut.Add((one.Name, other.Name));
                }
            }
        }

        return cut;
    }

    private static IEnumerable<string> Down(NetworkTopology topology, string failed) => topology.Elements
        .Where(element => element.Kind == TopologyKind.Machine && IsAlive(topology, element, "") && !IsAlive(topology, element, failed))
        .Select(element => element.Name).Order(StringComparer.Ordinal);

    private static bool IsAlive(NetworkTopology topology, TopologyElement element, string failed) =>
        element.IsUp && element.Id != failed &&
        (element.Within is not { } within || IsAlive(topology, topology.Elements.Single(one => one.Id == within), failed));

    private static HashSet<string> Reached(NetworkTopology topology, string from, string failed)
    {
        var byId = topology.Elements.ToDictionary(element => element.Id);
        HashSet<string> seen = [];
        var queue = new Queue<string>(IsAlive(topology, byId[from], failed) ? [from] : []);
        while (queue.TryDequeue(out string? at))
        {
            if (seen.Add(at))
            {
                foreach (var link in topology.Links.Where(link => link.Id != failed && (link.From == at || link.To == at)))
                {
                    string next = link.From == at ? link.To : link.From;
                    if (IsAlive(topology, byId[next], failed))
                    {
                        queue.Enqueue(next);
                    }
                }
            }
        }

        return seen;
    }
}
