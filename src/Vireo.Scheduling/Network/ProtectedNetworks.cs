using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network;

/// <summary>Networks by which hosts and machines are managed: nothing is taken from their machines.</summary>
public static class ProtectedNetworks
{
    /// <summary>Why losses must not happen, one sentence a network.</summary>
    /// <param name="intent">What is declared.</param>
    /// <param name="losses">What machines could not do afterwards.</param>
    /// <param name="management">IPv4 addresses by which hosts and the network's own database are reached.</param>
    public static IEnumerable<string> WhyNot(
        NetworkIntent intent, ImmutableArray<ConnectivityLoss> losses, ImmutableArray<string> management)
    {
        ArgumentNullException.ThrowIfNull(intent);
        if (losses.IsEmpty)
        {
            yield break;
        }

        var first = losses.GroupBy(loss => loss.Network).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach (var network in intent.Networks)
        {
            if (!first.TryGetValue(network.Name, out var lost))
            {
                continue;
            }

            if (network.IsProtected)
            {
                yield return $"Network '{network.Name}' is protected, and {lost}. Take 'protected' away first if that is meant.";
            }
            else if (ManagedBy(network, management) is { } address)
            {
                yield return $"Network '{network.Name}' holds {address}, by which hosts or the network's database are reached, and {lost}. " +
                    "Carry it out with 'vireo network apply' if that is meant.";
            }
        }
    }

    private static string? ManagedBy(VirtualNetwork network, ImmutableArray<string> management) =>
        network.Subnet is { } text && Ipv4Subnet.Parse(text) is { } subnet
            ? management.FirstOrDefault(one => Ipv4Subnet.ParseAddress(one) is { } address && subnet.Contains(address))
            : null;
}
