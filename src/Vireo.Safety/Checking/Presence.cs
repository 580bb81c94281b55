using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>A machine on a host: from the beginning of the action that brings it to the success of the one that takes
/// it away.</summary>
/// <param name="machine">Which machine.</param>
/// <param name="host">Where.</param>
/// <param name="memoryBytes">What it takes there.</param>
/// <param name="arrival">Position of the action that brings it; -1 when it is there already, or may be.</param>
internal sealed class Presence(VirtualMachineId machine, HostId host, long memoryBytes, int arrival)
{
    /// <summary>Which machine.</summary>
    public VirtualMachineId Machine => machine;

    /// <summary>Where.</summary>
    public HostId Host => host;

    /// <summary>What it takes there.</summary>
    public long MemoryBytes => memoryBytes;

    /// <summary>Position of the action that brings it; -1 for none.</summary>
    public int Arrival => arrival;

    /// <summary>Position of the action that takes it away; -1 while it stays.</summary>
    public int Departure { get; set; } = -1;

    /// <summary>Whether the machine may still be there when an action begins.</summary>
    public bool MayLastUntil(HashSet<int> before) => Departure < 0 || !before.Contains(Departure);
}
