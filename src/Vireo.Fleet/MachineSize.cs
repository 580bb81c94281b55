namespace Vireo.Fleet;

/// <summary>How large a machine is.</summary>
/// <param name="Cores">Virtual cores.</param>
/// <param name="Memory">Configured memory.</param>
public sealed record MachineSize(int Cores, MemoryBytes Memory);
