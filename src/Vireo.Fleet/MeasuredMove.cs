namespace Vireo.Fleet;

/// <summary>How long live migrations of a machine took lately, from the order until it ran on its new host.</summary>
/// <param name="VirtualMachine">Which machine.</param>
/// <param name="Takes">Their mean.</param>
/// <param name="Count">How many were measured; at least one.</param>
public sealed record MeasuredMove(VirtualMachineId VirtualMachine, TimeSpan Takes, int Count);
