namespace Vireo.Fleet;

/// <summary>What one virtual machine will need.</summary>
/// <param name="VirtualMachine">Which machine.</param>
/// <param name="Cpu">In MHz.</param>
/// <param name="Memory">In bytes.</param>
/// <param name="Quality">Of the data behind it; below the bound nothing is done to the machine (S28).</param>
public sealed record VmOutlook(
    VirtualMachineId VirtualMachine, DemandForecast Cpu, DemandForecast Memory, DataQuality Quality);
