namespace Vireo.Server.Api;

/// <summary>The newest measurements of a host or virtual machine; null where nothing fresh was measured.</summary>
/// <param name="CpuMhz">CPU in use.</param>
/// <param name="CpuRatio">The same over capacity.</param>
/// <param name="MemoryBytes">Memory in use.</param>
/// <param name="MemoryRatio">The same over capacity.</param>
/// <param name="Watts">Power drawn, hosts only.</param>
public sealed record Usage(double? CpuMhz, double? CpuRatio, double? MemoryBytes, double? MemoryRatio, double? Watts);
