namespace Vireo.Adapters.Libvirt;

/// <summary>A disk's content in a storage pool.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Format">raw, qcow2 and so on.</param>
/// <param name="Capacity">Bytes that a guest sees.</param>
internal sealed record DiskImage(string Path, string Format, long Capacity);
