namespace Vireo.Adapters.Libvirt;

/// <summary>A disk of a domain.</summary>
/// <param name="Target">Its name in the guest, such as <c>vda</c>.</param>
/// <param name="Type">file, block, network, volume and so on.</param>
/// <param name="Source">Its path, where it has one; else empty.</param>
internal sealed record DomainDisk(string Target, string Type, string Source)
{
    /// <summary>How its content is laid out, such as <c>qcow2</c> or <c>raw</c>.</summary>
    public string Format { get; init; } = "raw";

    /// <summary>Whether the guest writes to it.</summary>
    public bool IsWritable { get; init; }
}
