namespace Vireo.Adapters.Libvirt;

/// <content>What people order.</content>
internal sealed unsafe partial class LibvirtDomain
{
    /// <summary>Lets it stand still in memory.</summary>
    public void Suspend() => LibvirtConnection.Check(LibvirtNative.virDomainSuspend(_handle), "virDomainSuspend");

    /// <summary>Lets it go on where it stood still in memory.</summary>
    public void Resume() => LibvirtConnection.Check(LibvirtNative.virDomainResume(_handle), "virDomainResume");

    /// <summary>Starts it anew without asking its guest.</summary>
    public void Reset() => LibvirtConnection.Check(LibvirtNative.virDomainReset(_handle, 0), "virDomainReset");

    /// <summary>Writes its memory to disk and ends its process; returns when that is done. It goes on from there at its
    /// next start.</summary>
    public void Save() => LibvirtConnection.Check(LibvirtNative.virDomainManagedSave(_handle, 0), "virDomainManagedSave");
}
