using Vireo.Fleet;

namespace Vireo.Server.Api.Groups;

/// <summary>A replica as its group's load balancer knows it.</summary>
/// <param name="VirtualMachine">Which.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Standing">Whether it is sent requests.</param>
/// <param name="Connections">Requests or connections that are open; null where the load balancer does not say.</param>
public sealed record BackendReplica(VirtualMachineId VirtualMachine, string Name, ReplicaStanding Standing, int? Connections);
