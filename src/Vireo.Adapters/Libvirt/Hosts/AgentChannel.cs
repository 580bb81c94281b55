namespace Vireo.Adapters.Libvirt;

/// <summary>The way to QEMU's agent in a guest, as the domain's document shows it.</summary>
internal enum AgentChannel
{
    /// <summary>The domain has none.</summary>
    None,

    /// <summary>It has one, and nothing in the guest listens to it.</summary>
    Silent,

    /// <summary>Something in the guest listens.</summary>
    Connected,
}
