using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vireo.Adapters.Libvirt;

/// <content>Lifecycle events.</content>
internal sealed unsafe partial class LibvirtConnection
{
    private const int LifecycleEvents = 0;
    private int _subscription = -1;

    /// <summary>Tells of every change in the life of a domain, on libvirt's event thread, until the connection is
    /// closed.</summary>
    public void Subscribe(Action<DomainChange> tell)
    {
        var cookie = GCHandle.Alloc(tell);
        _subscription = LibvirtNative.virConnectDomainEventRegisterAny(
            _handle, 0, LifecycleEvents, (nint)(delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, int>)&OnLifecycle,
            GCHandle.ToIntPtr(cookie), (nint)(delegate* unmanaged[Cdecl]<nint, void>)&OnForgotten);
        if (_subscription < 0)
        {
            cookie.Free();
        }
    }

    private void Unsubscribe()
    {
        if (_subscription >= 0)
        {
            _ = LibvirtNative.virConnectDomainEventDeregisterAny(_handle, _subscription);
            _subscription = -1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLifecycle(nint connection, nint domain, int change, int detail, nint cookie)
    {
        if (GCHandle.FromIntPtr(cookie).Target is Action<DomainChange> tell)
        {
            tell(new DomainChange(
                LibvirtDomain.UuidOf(domain), LibvirtNative.Text(LibvirtNative.virDomainGetName(domain)), change, detail));
        }

        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnForgotten(nint cookie) => GCHandle.FromIntPtr(cookie).Free();
}
