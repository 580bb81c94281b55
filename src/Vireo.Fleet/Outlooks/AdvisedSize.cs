namespace Vireo.Fleet;

/// <summary>The size that a machine should have by what was measured of it.</summary>
/// <param name="VirtualMachine">Which machine.</param>
/// <param name="Size">The size it should have.</param>
/// <param name="IsTooSmall">Whether it lacks something now; otherwise it has too much.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reason">The evidence, in one sentence with figures.</param>
public sealed record AdvisedSize(
    VirtualMachineId VirtualMachine, MachineSize Size, bool IsTooSmall, double Confidence, string Reason);
