using Vireo.Adapters.Acting;

namespace Vireo.Adapters.Libvirt;

/// <summary>One action on its way.</summary>
/// <param name="uuid">The machine it is done to; empty where it is done to none.</param>
/// <param name="source">Where the machine was when it began.</param>
internal sealed class LibvirtOperation(string uuid, LibvirtHost source) : Operation
{
    /// <summary>The machine it is done to; empty where it is done to none.</summary>
    public string Uuid { get; } = uuid;

    /// <summary>Where the machine was when it began.</summary>
    public LibvirtHost Source { get; } = source;

    /// <summary>Whether it is a move, which is a job of libvirt's.</summary>
    public bool IsMigration { get; init; }
}
