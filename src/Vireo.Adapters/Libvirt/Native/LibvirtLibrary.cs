namespace Vireo.Adapters.Libvirt;

/// <summary>Loads libvirt once and pumps its events on one thread of the process.</summary>
internal static class LibvirtLibrary
{
    private static readonly Lazy<string?> Loading = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Makes libvirt usable. Its event loop has to be there before the first connection.</summary>
    /// <exception cref="LibvirtException">The library is not installed, or does not start.</exception>
    public static void Require()
    {
        if (Loading.Value is { } problem)
        {
            throw new LibvirtException(LibvirtErrorCode.NoSupport, problem);
        }
    }

    /// <summary>Whether libvirt can be used on this machine.</summary>
    public static bool IsAvailable => Loading.Value is null;

    private static unsafe string? Load()
    {
        try
        {
            if (LibvirtNative.virInitialize() < 0 || LibvirtNative.virEventRegisterDefaultImpl() < 0)
            {
                return $"libvirt does not start: {LibvirtException.Last("virInitialize").Message}";
            }

            LibvirtNative.virSetErrorFunc(0, &LibvirtNative.Quiet);
        }
        catch (DllNotFoundException)
        {
            return "libvirt's client library (libvirt.so.0) is not installed. On Debian: apt-get install libvirt0.";
        }

        new Thread(PumpEvents) { IsBackground = true, Name = "libvirt events" }.Start();

        return null;
    }

    // Lives as long as the process: keep-alive of every connection and all events come from here.
    private static void PumpEvents()
    {
        while (LibvirtNative.virEventRunDefaultImpl() >= 0)
        {
        }
    }
}
