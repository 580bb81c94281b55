namespace Vireo.Fleet;

/// <summary>A machine to which a load balancer sends requests.</summary>
/// <param name="VirtualMachine">Which; the load balancer knows it by this name.</param>
/// <param name="State">What is done with it.</param>
/// <param name="Connections">Requests or connections that are open; null where the load balancer does not say.</param>
public sealed record Backend(VirtualMachineId VirtualMachine, BackendState State, int? Connections);
