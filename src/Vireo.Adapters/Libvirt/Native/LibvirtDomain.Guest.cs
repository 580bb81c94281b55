namespace Vireo.Adapters.Libvirt;

/// <content>What the guest shows of itself.</content>
internal sealed unsafe partial class LibvirtDomain
{
    // VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE, _AGENT, _ARP.
    private const uint Agent = 1;
    private static readonly uint[] Sources = [0, Agent, 2];

    // VIR_DOMAIN_GUEST_INFO_OS, _HOSTNAME, _FILESYSTEM, _INTERFACES.
    private const uint GuestInformation = 2 | 8 | 16 | 64;

    // VIR_DOMAIN_STATS_DIRTYRATE, and the state of a calculation that has ended.
    private const uint DirtyRates = 1 << 9;
    private const double DirtyRateIsMeasured = 2;

    // Left alone, libvirt waits for an agent for ever.
    private const int AgentPatienceSeconds = 2;

    private const int TextParameter = 7;

    /// <summary>Whether an agent in the guest answers.</summary>
    public bool HasAgent => AddressesFrom(Agent) is not null;

    /// <summary>What the agent in the guest says of its system, name, file systems and interfaces, by libvirt's
    /// names.</summary>
    /// <exception cref="LibvirtException">No agent answers.</exception>
    public GuestAnswer AskAgent()
    {
        BoundAgent();
        LibvirtNative.TypedParameter* parameters = null;
        int count = 0;
        if (LibvirtNative.virDomainGetGuestInfo(_handle, GuestInformation, &parameters, &count, 0) < 0)
        {
            var refused = LibvirtException.Last("virDomainGetGuestInfo");

            // An older host does not know interfaces, an older agent not all of the rest: then what it does know.
            LibvirtConnection.Check(
                refused.IsTransient
                    ? throw refused
                    : LibvirtNative.virDomainGetGuestInfo(_handle, 0, &parameters, &count, 0),
                "virDomainGetGuestInfo");
        }

        try
        {
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
            for (int i = 0; i < count; i++)
            {
                string name = LibvirtNative.Text((nint)parameters[i].Name);
                if (parameters[i].Type == TextParameter)
                {
                    texts[name] = LibvirtNative.Text(parameters[i].Text);
                }
                else if (LibvirtConnection.NumberOf(parameters + i) is { } number)
                {
                    numbers[name] = number;
                }
            }

            return new GuestAnswer(texts, numbers);
        }
        finally
        {
            LibvirtNative.virTypedParamsFree(parameters, count);
        }
    }

    /// <summary>Bytes a second that the guest wrote to memory when that was last measured; null when it never
    /// was.</summary>
    public double? ReadDirtyRate()
    {
        LibvirtNative.StatsRecord** records = null;
        nint* asked = stackalloc nint[] { _handle, 0 };
        int count = LibvirtConnection.Check(
            LibvirtNative.virDomainListGetStats(asked, DirtyRates, &records, 0), "virDomainListGetStats");
        try
        {
            var reading = count > 0 ? LibvirtConnection.Read(records[0]) : null;

            return reading?.Find("dirtyrate.calc_status") == DirtyRateIsMeasured
                ? reading.Find("dirtyrate.megabytes_per_second") * (1 << 20)
                : null;
        }
        finally
        {
            LibvirtNative.virDomainStatsRecordListFree(records);
        }
    }

    /// <summary>Lets the hypervisor look for a second at how much the guest writes; it goes on meanwhile.</summary>
    public void MeasureDirtyRate() => LibvirtConnection.Check(
        LibvirtNative.virDomainStartDirtyRateCalc(_handle, seconds: 1, 0), "virDomainStartDirtyRateCalc");

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
        if (source == Agent)
        {
            BoundAgent();
        }

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

    // What is too old for it waits as it did, on either side.
    private void BoundAgent()
    {
        try
        {
            _ = LibvirtNative.virDomainAgentSetResponseTimeout(_handle, AgentPatienceSeconds, 0);
        }
        catch (EntryPointNotFoundException)
        {
            return;
        }
    }
}
