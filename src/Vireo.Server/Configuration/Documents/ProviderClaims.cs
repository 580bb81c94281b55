namespace Vireo.Server.Configuration.Documents;

/// <summary>Clusters and hosts that two providers would manage: each would undo what the other does (S22).</summary>
internal static class ProviderClaims
{
    /// <summary>Reports the later one of two.</summary>
    public static void Require(List<Located<ProviderSettings>> providers)
    {
        for (int i = 1; i < providers.Count; i++)
        {
            foreach (var before in providers.Take(i))
            {
                Compare(providers[i], before.Value);
            }
        }
    }

    private static void Compare(Located<ProviderSettings> provider, ProviderSettings other)
    {
        var own = provider.Value;
        CompareNetworks(provider, other);
        if (own.Type == ProviderType.VSphere && other.Type == ProviderType.VSphere && AreOneCluster(own, other))
        {
            provider.Report(
                own.VSphere.Cluster.Length > 0 ? "cluster" : "url",
                $"Provider '{other.Name}' manages this cluster already; two would undo what the other does. Keep one of them, or name " +
                    "another 'cluster' in each.");
        }

        foreach (var host in own.Libvirt.Hosts)
        {
            if (host.Uri.Length > 0 && other.Libvirt.Hosts.FirstOrDefault(one => one.Uri == host.Uri) is { } same)
            {
                provider.Report(
                    "connections",
                    $"Host '{host.Name}' at {host.Uri} is host '{same.Name}' of provider '{other.Name}' already. Name it in one of them.");
            }
        }
    }

    // Each would take away the ports of the other's machines.
    private static void CompareNetworks(Located<ProviderSettings> provider, ProviderSettings other)
    {
        if (provider.Value.Ovn is { } own && other.Ovn is { } there && own.Owner == there.Owner &&
            own.Endpoints.Split(',', StringSplitOptions.TrimEntries).Intersect(there.Endpoints.Split(',', StringSplitOptions.TrimEntries)).Any())
        {
            provider.Report(
                "ovn", $"Provider '{other.Name}' manages the network there as '{own.Owner}' already, and would take away the ports of the " +
                "other's machines. Give one of them another 'owner' and other networks.");
        }
    }

    // Where one of them names no cluster it is the only one there is. A name may stand with its datacenter or without.
    private static bool AreOneCluster(ProviderSettings one, ProviderSettings other)
    {
        string left = one.VSphere.Cluster;
        string right = other.VSphere.Cluster;

        return Uri.TryCreate(one.VSphere.Url, UriKind.Absolute, out var here)
            && Uri.TryCreate(other.VSphere.Url, UriKind.Absolute, out var there)
            && here.Authority.Equals(there.Authority, StringComparison.OrdinalIgnoreCase)
            && (left.Length == 0 || right.Length == 0 || left == right
                || left.EndsWith($"/{right}", StringComparison.Ordinal) || right.EndsWith($"/{left}", StringComparison.Ordinal));
    }
}
