using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>A host that a plan switches, empties or fills.</summary>
/// <param name="Id">Which host.</param>
/// <param name="CpuCapacityMhz">All cores together.</param>
/// <param name="Power">Watts against CPU ratio.</param>
/// <param name="IsOnBefore">Whether it ran when the plan was made.</param>
/// <param name="IsOnAfter">Whether it runs once the plan is carried out.</param>
internal sealed record TouchedHost(HostId Id, double CpuCapacityMhz, PowerCurve Power, bool IsOnBefore, bool IsOnAfter);
