using Vireo.Fleet;

namespace Vireo.Server.Api.Inventory;

/// <summary>A virtual machine in a list.</summary>
/// <param name="Vm">As its hypervisor describes it.</param>
/// <param name="Usage">Measured now.</param>
public sealed record VmRow(VirtualMachine Vm, Usage Usage);
