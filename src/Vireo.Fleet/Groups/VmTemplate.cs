namespace Vireo.Fleet;

/// <summary>What virtual machines are made from.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Grows with every change; replicas of older versions are replaced.</param>
/// <param name="Image">The disk image or provider template.</param>
/// <param name="Cores">Virtual cores.</param>
/// <param name="Memory">Configured memory.</param>
public sealed record VmTemplate(VmTemplateId Id, int Version, string Image, int Cores, MemoryBytes Memory);
