using System.Collections.Immutable;
using System.Net;
using Vireo.Adapters.Ovn;
using Vireo.Fleet;
using Vireo.Server.Configuration;
using Vireo.Simulation;

namespace Vireo.Server.Hosting;

/// <summary>The network of a cluster as one more provider of it.</summary>
internal static class ClusterNetwork
{
    // Only spreads attempts to connect.
    private const int JitterSeed = 1;

    /// <summary>What the network of a provider's cluster is called among the cluster's providers.</summary>
    public static ProviderId IdOf(ProviderSettings provider) => new($"{provider.Name}-network");

    /// <summary>The network in OVN of a cluster of real hosts; null where none is managed.</summary>
    public static OvnNetwork? Open(ProviderSettings provider) => provider.Ovn is { } ovn
        ? new OvnNetwork(IdOf(provider), ovn, ManagementOf(provider, ovn), TimeProvider.System, new Random(JitterSeed))
        : null;

    /// <summary>The network of a simulated cluster.</summary>
    public static ConnectedProvider Simulate(ProviderSettings provider, TimeProvider time)
    {
        var network = new SimulatedNetwork(IdOf(provider), time);

        return new ConnectedProvider(network, network);
    }

    // Names are left out: what they mean is known to the resolver of the day.
    private static ImmutableArray<string> ManagementOf(ProviderSettings provider, OvnSettings ovn)
    {
        var hosts = ovn.Endpoints.Split(',', StringSplitOptions.TrimEntries)
            .Select(endpoint => endpoint.Split(':') is ["tcp" or "ssl", var host, _] ? host : "")
            .Concat(provider.Libvirt.Hosts.Select(host => HostOf(host.Uri)))
            .Append(HostOf(provider.VSphere.Url));

        return [.. hosts.Where(host => IPAddress.TryParse(host, out _)).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string HostOf(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out var address) ? address.Host : "";
}
