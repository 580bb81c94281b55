using Vireo.Fleet;

namespace Vireo.Server.Api.Inventory;

/// <summary>A host in a list.</summary>
/// <param name="Host">As its hypervisor describes it.</param>
/// <param name="Vms">Machines placed on it.</param>
/// <param name="Usage">Measured now.</param>
public sealed record HostRow(Host Host, int Vms, Usage Usage);
