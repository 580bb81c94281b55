using Vireo.Adapters.Ovsdb;
using Vireo.Fleet;

namespace Vireo.Adapters.Topology;

/// <summary>Discovers the network of hosts from their Open vSwitch databases.</summary>
/// <param name="time">The clock.</param>
/// <param name="jitter">Spreads attempts to connect.</param>
public sealed class HostTopologyReader(TimeProvider time, Random jitter)
{
    private const string Fabric = "outside/fabric";

    /// <summary>Reads one host.</summary>
    /// <param name="host">What it is called.</param>
    /// <param name="endpoint"><c>unix:PATH</c>, <c>tcp:HOST:PORT</c> or <c>ssl:HOST:PORT</c> of its <c>Open_vSwitch</c>
    /// database.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FormatException">The endpoint is none.</exception>
    /// <exception cref="ProviderException">The database does not answer.</exception>
    public async Task<NetworkTopology> ReadAsync(string host, string endpoint, CancellationToken cancellationToken)
    {
        await using var session = new OvsdbSession(
            new OvsdbSettings
            {
                Endpoints = [OvsdbEndpoint.Parse(endpoint)],
                Database = "Open_vSwitch",
                Tables = OvsTopology.Tables,
            },
            time, jitter);
        try
        {
            return OvsTopology.Of(host, await session.ReadAsync(cancellationToken), time.GetUtcNow());
        }
        catch (OvsdbException failure)
        {
            throw failure.Translate();
        }
    }

    /// <summary>Puts hosts and their neighbours together. Ports of which no neighbour is known are taken to lead to one
    /// network outside.</summary>
    public NetworkTopology Join(params IEnumerable<NetworkTopology> parts)
    {
        var known = NetworkTopology.Join(parts);
        var heard = known.Links.Where(link => link.Evidence == "lldp").SelectMany(link => new[] { link.From, link.To }).ToHashSet();
        var lonely = known.Elements.Where(element => element.Kind == TopologyKind.Port && !heard.Contains(element.Id)).ToList();

        return lonely.Count == 0 ? known : NetworkTopology.Join(
            known,
            new NetworkTopology(
                [.. lonely, new TopologyElement(Fabric, TopologyKind.Outside, "fabric", null)],
                [.. lonely.Select(port => new TopologyLink(port.Id, Fabric, "assumed", time.GetUtcNow()))]));
    }
}
