using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>A machine that is seen on another host than before, whoever moved it.</summary>
internal sealed record ObservedMove(VirtualMachineId VirtualMachine, HostId From, HostId To, ProviderId Provider);
