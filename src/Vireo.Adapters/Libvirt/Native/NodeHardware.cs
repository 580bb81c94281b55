namespace Vireo.Adapters.Libvirt;

/// <summary>What a host is made of, as libvirt reports it.</summary>
/// <param name="Model">Of the processor.</param>
/// <param name="MemoryBytes">All memory.</param>
/// <param name="Cpus">Threads that run at once.</param>
/// <param name="Cores">Physical cores; zero when the topology is not known.</param>
/// <param name="Mhz">Of one core; zero when it is not known.</param>
internal sealed record NodeHardware(string Model, long MemoryBytes, int Cpus, int Cores, int Mhz);
