using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network.Ovn;

/// <summary>Reads the keys of rows as <see cref="OvnCompiler"/> writes them: <c>port/web/vm-1</c>.</summary>
public static class OvnKeys
{
    /// <summary>The networks whose own rows, ports and links to routers a stage changes, ordered.</summary>
    public static ImmutableArray<string> NetworksOf(OvnStage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);

        return [.. stage.Changes.Select(change => NetworkOf(change.Key)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    private static string? NetworkOf(string key) => key.Split('/') switch
    {
        ["network" or "uplink" or "link" or "port" or "dhcp" or "limit" or "names", var network, ..] => network,
        ["interface" or "snat", _, var network] => network,
        _ => null,
    };
}
