using System.Collections.Immutable;
using System.Diagnostics;
using Vireo.Adapters.Libvirt;
using Vireo.Adapters.VSphere;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Providers;

/// <summary>Reads a provider once and changes nothing.</summary>
internal static class ProviderProbe
{
    // Only spreads attempts that a test does not make.
    private const int JitterSeed = 1;

    /// <summary>What a provider is, in one word.</summary>
    public static string TypeOf(ProviderSettings provider) => provider.Type switch
    {
        ProviderType.VSphere => "vsphere",
        ProviderType.Libvirt => "libvirt",
        _ => "simulation",
    };

    /// <summary>Where a provider is, without anything secret.</summary>
    public static string WhereIs(ProviderSettings provider) => provider.Type switch
    {
        ProviderType.VSphere => $"{provider.VSphere.Url} as {provider.VSphere.Account.User}",
        ProviderType.Libvirt => string.Join(", ", provider.Libvirt.Hosts.Select(host => host.Uri)),
        _ => provider.Simulation.Scenario.ToString().ToLowerInvariant(),
    };

    /// <summary>Reads it. What fails is part of the report.</summary>
    public static async Task<ProviderReport> AskAsync(ProviderSettings provider, CancellationToken cancellationToken)
    {
        string type = TypeOf(provider);
        if (provider.Type == ProviderType.Simulation)
        {
            return new ProviderReport(provider.Name, type, Answers: true, "", "simulated; there is nothing to test", 0, 0, 0, [], [], 0, 0);
        }

        var id = new ProviderId(provider.Name);
        var hypervisor = provider.Type == ProviderType.VSphere
            ? (IHypervisor)new VSphereHypervisor(id, provider.VSphere, TimeProvider.System, new Random(JitterSeed))
            : new LibvirtHypervisor(id, provider.Libvirt, TimeProvider.System, new Random(JitterSeed));
        await using var open = (IAsyncDisposable)hypervisor;
        long started = Stopwatch.GetTimestamp();
        try
        {
            var inventory = await hypervisor.ReadInventoryAsync(cancellationToken);
            var cluster = new ClusterId(provider.Name);
            var self = (hypervisor as IDescribedProvider)?.Describe();

            return new ProviderReport(
                provider.Name, type, Answers: true, "", self?.Product ?? "",
                inventory.Hosts.Count(host => host.Cluster == cluster),
                inventory.VirtualMachines.Count(machine => machine.Cluster == cluster),
                inventory.Images?.Length ?? 0, Words(hypervisor.Capabilities.Actions), self?.Lacking ?? [],
                self?.ClockSkew.TotalSeconds ?? 0, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3));
        }
        catch (ProviderException failure)
        {
            return ProviderReport.Silent(provider.Name, type, failure.Message);
        }
    }

    private static ImmutableArray<string> Words(ActionKinds kinds) =>
    [
        .. Enum.GetValues<ActionKinds>()
            .Where(kind => kind is not (ActionKinds.None or ActionKinds.All) && kinds.HasFlag(kind)).Select(kind => kind.ToString()),
    ];
}
