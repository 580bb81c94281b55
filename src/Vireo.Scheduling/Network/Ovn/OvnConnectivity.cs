using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network.Ovn;

/// <summary>What each machine can do by the rows of a northbound database, so that two states can be compared.</summary>
public static class OvnConnectivity
{
    /// <summary>What machines can do before and cannot do after; ordered by machine and network.</summary>
    public static ImmutableArray<ConnectivityLoss> Losses(ImmutableArray<OvnRow> before, ImmutableArray<OvnRow> after)
    {
        var later = Of(after);

        return
        [
            .. Of(before)
                .SelectMany(port => port.Value.Except(later.GetValueOrDefault(port.Key, []))
                    .Select(what => new ConnectivityLoss(port.Key.Machine, port.Key.Network, what)))
                .Concat(Restrictions(before, after))
                .OrderBy(loss => loss.Machine, StringComparer.Ordinal).ThenBy(loss => loss.Network, StringComparer.Ordinal)
                .ThenBy(loss => loss.What, StringComparer.Ordinal),
        ];
    }

    private static Dictionary<(string Machine, string Network), HashSet<string>> Of(ImmutableArray<OvnRow> rows)
    {
        var byKey = rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
        var facts = Ports(rows).ToDictionary(port => PortOf(port.Key), port => new HashSet<string>(StringComparer.Ordinal)
        {
            $"its port '{port.Text("name")}'",
            $"its address {port.Text("addresses")}",
        });
        var reach = Reach(rows, byKey);
        var byAddress = Ports(rows).Where(port => port.Text("addresses").Contains(' '))
            .ToLookup(port => port.Text("addresses").Split(' ')[^1], port => PortOf(port.Key));
        foreach (var (port, own) in facts)
        {
            own.UnionWith(reach.GetValueOrDefault(port.Network, []));
        }

        foreach (var (address, what) in Translated(rows))
        {
            foreach (var port in byAddress[address])
            {
                facts[port].Add(what);
            }
        }

        return facts;
    }

    // What every machine of a network can reach: networks of the same router, and the outside.
    private static Dictionary<string, HashSet<string>> Reach(ImmutableArray<OvnRow> rows, Dictionary<string, OvnRow> byKey)
    {
        var reach = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var router in rows.Where(row => row.Table == "Logical_Router"))
        {
            var links = router.Items("ports").Where(byKey.ContainsKey).Select(key => key.Split('/', 3)[2]).ToList();
            foreach (string network in links)
            {
                var own = reach.TryGetValue(network, out var there) ? there : reach[network] = new(StringComparer.Ordinal);
                own.UnionWith(links.Where(other => other != network).Select(other => $"the way to network '{other}'"));
                own.UnionWith(router.Items("static_routes").Select(key => byKey.GetValueOrDefault(key)).OfType<OvnRow>()
                    .Select(route => $"the route to {route.Text("ip_prefix")} via {route.Text("nexthop")}"));
                if (router.Items("nat").Contains($"snat/{router.Text("name")}/{network}"))
                {
                    own.Add($"speaking to the outside through router '{router.Text("name")}'");
                }
            }
        }

        return reach;
    }

    private static IEnumerable<(string Address, string What)> Translated(ImmutableArray<OvnRow> rows)
    {
        foreach (var row in rows)
        {
            if (row is { Table: "NAT" } && row.Text("type") == "dnat_and_snat")
            {
                yield return (row.Text("logical_ip"), $"the outer address {row.Text("external_ip")}");
            }
            else if (row.Table == "Load_Balancer" && row.Columns["vips"] is { Items: [var address], Values: [var targets] })
            {
                foreach (string target in targets.Split(',', StringSplitOptions.RemoveEmptyEntries))
                {
                    yield return (target.Split(':')[0], $"being asked as {address} ({row.Text("protocol")})");
                }
            }
        }
    }

    private static IEnumerable<ConnectivityLoss> Restrictions(ImmutableArray<OvnRow> before, ImmutableArray<OvnRow> after)
    {
        var allowedBefore = Allowed(before);
        var known = Ports(before).Select(port => port.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (port, now) in Allowed(after))
        {
            // A machine that is in no firewall may do everything.
            if (!known.Contains(port))
            {
                continue;
            }

            var (machine, network) = PortOf(port);
            if (!allowedBefore.TryGetValue(port, out var then))
            {
                yield return new ConnectivityLoss(machine, network, $"all that {string.Join(" and ", now.Groups.Order())} does not allow");
                continue;
            }

            foreach (string match in then.Matches.Except(now.Matches).Order(StringComparer.Ordinal))
            {
                yield return new ConnectivityLoss(machine, network, $"what was allowed by '{match}'");
            }
        }

        foreach (var loss in Slower(before, after))
        {
            yield return loss;
        }
    }

    private static IEnumerable<ConnectivityLoss> Slower(ImmutableArray<OvnRow> before, ImmutableArray<OvnRow> after)
    {
        var was = before.Where(row => row.Table == "QoS").ToDictionary(row => row.Key, Rate, StringComparer.Ordinal);
        var known = Ports(before).Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var limit in after.Where(row => row.Table == "QoS"))
        {
            string[] parts = limit.Key.Split('/', 3);
            long now = Rate(limit);
            if (known.Contains($"port/{parts[1]}/{parts[2]}") && (!was.TryGetValue(limit.Key, out long then) || now < then))
            {
                yield return new ConnectivityLoss(parts[2], parts[1], $"sending faster than {now} kbit/s");
            }
        }
    }

    private static long Rate(OvnRow limit) => long.Parse(limit.Find("bandwidth", "rate") ?? "0", CultureInfo.InvariantCulture);

    private static Dictionary<string, (HashSet<string> Groups, HashSet<string> Matches)> Allowed(ImmutableArray<OvnRow> rows)
    {
        var allowed = new Dictionary<string, (HashSet<string> Groups, HashSet<string> Matches)>(StringComparer.Ordinal);
        var rules = rows.Where(row => row.Table == "ACL" && row.Text("action") != "drop")
            .ToDictionary(row => row.Key, row => row.Text("match"), StringComparer.Ordinal);
        foreach (var group in rows.Where(row => row.Table == "Port_Group"))
        {
            foreach (string port in group.Items("ports"))
            {
                if (!allowed.TryGetValue(port, out var own))
                {
                    allowed[port] = own = ([], []);
                }

                own.Groups.Add($"firewall '{group.Text("name")}'");
                own.Matches.UnionWith(group.Items("acls").Where(rules.ContainsKey).Select(rule => rules[rule]));
            }
        }

        return allowed;
    }

    private static IEnumerable<OvnRow> Ports(ImmutableArray<OvnRow> rows) =>
        rows.Where(row => row.Table == "Logical_Switch_Port" && row.Key.StartsWith("port/", StringComparison.Ordinal));

    private static (string Machine, string Network) PortOf(string key)
    {
        string[] parts = key.Split('/', 3);

        return (parts[2], parts[1]);
    }
}
