namespace Vireo.Fleet;

/// <summary>A migration that happened, remembered across restarts for the rest rules S8 and S12.</summary>
/// <param name="VirtualMachine">Which machine moved.</param>
/// <param name="From">The host it left.</param>
/// <param name="To">The host it came to.</param>
/// <param name="At">When it arrived.</param>
public sealed record PastMove(VirtualMachineId VirtualMachine, HostId From, HostId To, DateTimeOffset At);
