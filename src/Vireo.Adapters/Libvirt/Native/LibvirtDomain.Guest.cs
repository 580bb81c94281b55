namespace Vireo.Adapters.Libvirt;

/// <content>What the guest shows of itself.</content>
internal sealed unsafe partial class LibvirtDomain
{
    // VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE, _AGENT, _ARP.
    private const uint Agent = 1;
    private static readonly uint[] Sources = [0, Agent, 2];

    /// <summary>Whether an agent in the guest answers.</summary>
    public bool HasAgent => AddressesFrom(Agent) is not null;

    /// <summary>Bytes read from one of its disks since it started.</summary>
    public long BytesRead(string disk)
    {
        LibvirtNative.BlockStatistics statistics = default;
        LibvirtConnection.Check(
            LibvirtNative.virDomainBlockStats(_handle, disk, &statistics, (nuint)sizeof(LibvirtNative.BlockStatistics)),
            "virDomainBlockStats");

        return statistics.BytesRead;
    }

    /// <summary>An address of the guest, as a lease, its agent or the host's neighbours say; null when none of them
    /// knows.</summary>
    public string? FindAddress() => Sources.Select(AddressesFrom).FirstOrDefault(found => found is { Count: > 0 })?[0];

    // Null when the source does not answer: no virtual network, no agent, no right to ask the kernel.
    private List<string>? AddressesFrom(uint source)
    {
        LibvirtNative.Interface** devices = null;
        int count = LibvirtNative.virDomainInterfaceAddresses(_handle, &devices, source, 0);
        if (count < 0)
        {
            return null;
        }

        var found = new List<string>();
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < devices[i]->Count; j++)
            {
                string address = LibvirtNative.Text(devices[i]->Addresses[j].Text);
                if (System.Net.IPAddress.TryParse(address, out var parsed) && !System.Net.IPAddress.IsLoopback(parsed)
                    && !parsed.IsIPv6LinkLocal)
                {
                    found.Add(address);
                }
            }

            LibvirtNative.virDomainInterfaceFree(devices[i]);
        }

        LibvirtNative.free((nint)devices);

        return found;
    }
}
