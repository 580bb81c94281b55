using System.Text;

namespace Vireo.Adapters.Libvirt;

/// <content>Changing a domain.</content>
internal sealed unsafe partial class LibvirtDomain
{
    // VIR_DOMAIN_AFFECT_LIVE and _CONFIG; VIR_DOMAIN_VCPU_MAXIMUM and VIR_DOMAIN_MEM_MAXIMUM are one number.
    private const uint Live = 1;
    private const uint Config = 2;
    private const uint Maximum = 4;

    // VIR_DOMAIN_XML_SECURE and _INACTIVE: what it takes to define it elsewhere.
    private const uint WholeDefinition = 1 | 2;

    // VIR_DOMAIN_UNDEFINE_MANAGED_SAVE, _SNAPSHOTS_METADATA, _KEEP_NVRAM: the definition goes, the storage stays.
    private const uint OnlyDefinition = 1 | 2 | 8;

    // The same with VIR_DOMAIN_UNDEFINE_NVRAM.
    private const uint WithFirmware = 1 | 2 | 4;

    private const int GracefulKill = 1;
    private const int MetadataElement = 2;
    private const int UnsignedLong = 4;

    /// <summary>Whether it runs or stands in memory.</summary>
    public bool IsActive => LibvirtConnection.Check(LibvirtNative.virDomainIsActive(_handle), "virDomainIsActive") == 1;

    /// <summary>Starts it.</summary>
    public void Start() => LibvirtConnection.Check(LibvirtNative.virDomainCreate(_handle), "virDomainCreate");

    /// <summary>Asks the guest to shut down.</summary>
    public void Shutdown() => LibvirtConnection.Check(LibvirtNative.virDomainShutdown(_handle), "virDomainShutdown");

    /// <summary>Switches it off; its process may still write back what it holds.</summary>
    public void SwitchOff() =>
        LibvirtConnection.Check(LibvirtNative.virDomainDestroyFlags(_handle, GracefulKill), "virDomainDestroyFlags");

    /// <summary>The definition that another host can take in.</summary>
    public string ReadDefinition() => ReadXml(_handle, WholeDefinition);

    /// <summary>Removes its definition; its storage stays.</summary>
    public void Undefine() =>
        LibvirtConnection.Check(LibvirtNative.virDomainUndefineFlags(_handle, OnlyDefinition), "virDomainUndefineFlags");

    /// <summary>Removes its definition and what its firmware keeps, for good.</summary>
    public void Forget() =>
        LibvirtConnection.Check(LibvirtNative.virDomainUndefineFlags(_handle, WithFirmware), "virDomainUndefineFlags");

    /// <summary>Sets its virtual processors, now and for its next start; off, the maximum grows where it has
    /// to.</summary>
    public void SetCores(int cores, int maximum)
    {
        if (cores > maximum && !IsActive)
        {
            LibvirtConnection.Check(
                LibvirtNative.virDomainSetVcpusFlags(_handle, (uint)cores, Config | Maximum), "virDomainSetVcpusFlags");
        }

        LibvirtConnection.Check(LibvirtNative.virDomainSetVcpusFlags(_handle, (uint)cores, Scope()), "virDomainSetVcpusFlags");
    }

    /// <summary>Sets its memory, now by its balloon and for its next start; off, the maximum grows where it has
    /// to.</summary>
    public void SetMemory(long bytes, long maximumBytes)
    {
        nuint kibibytes = (nuint)(bytes / 1024);
        if (bytes > maximumBytes && !IsActive)
        {
            LibvirtConnection.Check(
                LibvirtNative.virDomainSetMemoryFlags(_handle, kibibytes, Config | Maximum), "virDomainSetMemoryFlags");
        }

        LibvirtConnection.Check(LibvirtNative.virDomainSetMemoryFlags(_handle, kibibytes, Scope()), "virDomainSetMemoryFlags");
    }

    /// <summary>Writes who manages it and what is done to it.</summary>
    public void WriteMark(DomainMark mark) => LibvirtConnection.Check(
        LibvirtNative.virDomainSetMetadata(
            _handle, MetadataElement, mark.Write(), DomainMark.Prefix, DomainMark.Namespace, Scope()),
        "virDomainSetMetadata");

    /// <summary>Moves it to the host that answers at an address, and returns when it has. The two hosts do it between
    /// themselves, so it goes on when the caller is gone.</summary>
    public void MigrateTo(string address, long bandwidthMebibytes, MigrationMethod method)
    {
        var parameters = stackalloc LibvirtNative.TypedParameter[1];
        Span<byte> name = new(parameters->Name, 80);
        name.Clear();
        Encoding.ASCII.GetBytes("bandwidth", name);
        parameters->Type = UnsignedLong;
        parameters->Long = bandwidthMebibytes;
        uint flags = MigrationFlags.Of(method, isPersistent: LibvirtNative.virDomainIsPersistent(_handle) == 1);
        LibvirtConnection.Check(
            LibvirtNative.virDomainMigrateToURI3(_handle, address, parameters, bandwidthMebibytes > 0 ? 1u : 0u, flags),
            "virDomainMigrateToURI3");
    }

    /// <summary>Lets a move that was started for it go on at the target; refused when it has not come far enough
    /// yet.</summary>
    public void SwitchToPostCopy() =>
        LibvirtConnection.Check(LibvirtNative.virDomainMigrateStartPostCopy(_handle, 0), "virDomainMigrateStartPostCopy");

    /// <summary>Aborts the job that is under way.</summary>
    public void AbortJob() => LibvirtConnection.Check(LibvirtNative.virDomainAbortJob(_handle), "virDomainAbortJob");

    /// <summary>How far the job under way has come, 0 to 1; null when there is none.</summary>
    public double? JobProgress()
    {
        LibvirtNative.JobInfo info = default;
        if (LibvirtNative.virDomainGetJobInfo(_handle, &info) < 0)
        {
            var error = LibvirtException.Last("virDomainGetJobInfo");

            return error.Code == LibvirtErrorCode.NoSupport ? null : throw error;
        }

        // VIR_DOMAIN_JOB_BOUNDED and _UNBOUNDED; the others are no job, or one that has ended.
        return info.Type is not (1 or 2) ? null
            : info.DataTotal > 0 ? Math.Min(1, (double)info.DataProcessed / info.DataTotal)
            : 0;
    }

    private uint Scope() =>
        (IsActive ? Live : 0) | (LibvirtNative.virDomainIsPersistent(_handle) == 1 ? Config : 0);
}
