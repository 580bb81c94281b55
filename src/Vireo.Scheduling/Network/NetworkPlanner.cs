using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Vireo.Fleet;
using Vireo.Scheduling.Network.Ovn;

namespace Vireo.Scheduling.Network;

/// <summary>The network follows: what is declared and the machines that there are, compared with what stands in OVN.</summary>
public static class NetworkPlanner
{
    /// <summary>Plans, where no address is known to be needed for management.</summary>
    /// <param name="intent">What is declared.</param>
    /// <param name="machines">The fleet's machines.</param>
    /// <param name="there">What stands in the database.</param>
    public static NetworkPlan Plan(NetworkIntent intent, IEnumerable<VirtualMachine> machines, OvnState there) =>
        Plan(intent, machines, there, []);

    /// <summary>Plans.</summary>
    /// <param name="intent">What is declared.</param>
    /// <param name="machines">The fleet's machines.</param>
    /// <param name="there">What stands in the database.</param>
    /// <param name="management">IPv4 addresses by which hosts and the database are reached.</param>
    public static NetworkPlan Plan(
        NetworkIntent intent, IEnumerable<VirtualMachine> machines, OvnState there, ImmutableArray<string> management)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(there);
        var problems = NetworkCheck.Problems(intent);
        if (problems.Count > 0)
        {
            return new NetworkPlan(
                "", [], [], [.. problems.Select(problem => $"{problem.Kind} '{problem.Name}', {problem.Key}: {problem.Text}")], []);
        }

        var ports = NetworkMembers.Of(intent, machines, there.HeldAddresses());
        var wanted = OvnCompiler.Compile(intent, ports);
        var stages = OvnDiff.Between(there.Rows, wanted);
        var losses = OvnConnectivity.Losses(there.Rows, wanted);

        return new NetworkPlan(
            IdOf(stages), stages, losses,
            [.. Foreign(wanted, there), .. WithoutAddress(intent, ports), .. ProtectedNetworks.WhyNot(intent, losses, management)], [.. Missing(intent, ports)])
        {
            Ports = ports,
        };
    }

    private static string IdOf(ImmutableArray<OvnStage> stages)
    {
        var text = new StringBuilder();
        foreach (var change in stages.SelectMany(stage => stage.Changes))
        {
            text.AppendJoin('\u001f', change.Table, change.ToString());
            foreach (var (name, value) in change.Set)
            {
                text.Append('\u001f').Append(name).Append('=').Append(value);
            }

            foreach (var (name, keys) in change.Joined)
            {
                text.Append('\u001f').Append(name).Append('+').AppendJoin(',', keys);
            }

            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
    }

    private static IEnumerable<string> Foreign(ImmutableArray<OvnRow> wanted, OvnState there) =>
        from names in new[] { there.ForeignNames.ToHashSet(StringComparer.Ordinal) }
        from row in wanted
        where row.Columns.ContainsKey("name") && names.Contains($"{row.Table}/{row.Text("name")}")
        select $"'{row.Text("name")}' ({row.Table}) is there already and is not ours. Choose another name, or delete what others made.";

    private static IEnumerable<string> WithoutAddress(NetworkIntent intent, ImmutableArray<AttachedPort> ports) =>
        from lacking in new[] { ports.Where(port => port.Address is null).ToLookup(port => port.Network, StringComparer.Ordinal) }
        from network in intent.Networks
        where network.Subnet is not null && lacking.Contains(network.Name)
        select $"Network '{network.Name}': {network.Subnet} has no address left for {lacking[network.Name].Count()} of its machines. " +
            "Widen the subnet.";

    private static IEnumerable<string> Missing(NetworkIntent intent, ImmutableArray<AttachedPort> ports)
    {
        var byNetwork = ports.ToLookup(port => port.Network, port => port.Machine, StringComparer.Ordinal);
        foreach (var router in intent.Routers)
        {
            var attached = router.Networks.SelectMany(network => byNetwork[network]).ToHashSet(StringComparer.Ordinal);
            foreach (string machine in router.FloatingAddresses.Select(one => one.Machine)
                .Concat(router.PortForwards.Select(one => one.Machine)).Distinct().Where(machine => !attached.Contains(machine)))
            {
                yield return $"Router '{router.Name}': '{machine}' is in none of its networks; what leads to it is left out until it comes.";
            }
        }
    }
}
