namespace Vireo.Adapters.Libvirt;

/// <summary>What a machine had of its host's processors between two readings.</summary>
/// <param name="Mhz">Used, on average.</param>
/// <param name="Waited">The part of the time that its processors were ready and had to wait, 0 to 1, on
/// average.</param>
/// <param name="Seconds">Between the two readings.</param>
internal readonly record struct CpuUse(double Mhz, double Waited, double Seconds);
