namespace Vireo.Fleet;

/// <summary>What is fixed of a machine's place in a network.</summary>
/// <param name="Machine">The machine's name.</param>
public sealed record NetworkPort(string Machine)
{
    /// <summary>Its hardware address; null for one that is derived from the names.</summary>
    public string? Mac { get; init; }

    /// <summary>Its address; null for the lowest that is free.</summary>
    public string? Address { get; init; }

    /// <summary>What the hypervisor calls its interface (<c>external_ids:iface-id</c>); null for
    /// <c>NETWORK.MACHINE</c>.</summary>
    public string? Interface { get; init; }
}
