namespace Vireo.Fleet;

/// <summary>How one replica of a group answered lately.</summary>
/// <param name="Replica">The machine.</param>
/// <param name="ResponseTime">The median of the newest measurements.</param>
/// <param name="Measurements">How many that rests on, one a step.</param>
public sealed record ReplicaService(VirtualMachineId Replica, TimeSpan ResponseTime, int Measurements);
