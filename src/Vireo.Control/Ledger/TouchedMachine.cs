using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>A machine on a host that a plan touches.</summary>
/// <param name="Id">Which machine.</param>
/// <param name="Before">Where it ran when the plan was made.</param>
/// <param name="After">Where it runs once the plan is carried out.</param>
internal sealed record TouchedMachine(VirtualMachineId Id, HostId Before, HostId After);
