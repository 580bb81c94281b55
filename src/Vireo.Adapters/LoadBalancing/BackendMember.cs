using Vireo.Fleet;

namespace Vireo.Adapters.LoadBalancing;

/// <summary>A machine as a load balancer gets to know it.</summary>
/// <param name="Machine">Its identifier; the load balancer calls it so.</param>
/// <param name="Name">What people and name servers call it.</param>
/// <param name="Group">The group that it is a replica of.</param>
/// <param name="Address">Where it serves; empty where the load balancer finds out itself.</param>
internal sealed record BackendMember(VirtualMachineId Machine, string Name, VmGroupId Group, string Address);
