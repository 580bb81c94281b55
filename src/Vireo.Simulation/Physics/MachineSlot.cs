using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>The changing state of one simulated virtual machine.</summary>
internal sealed class MachineSlot(VirtualMachine description, int row)
{
    /// <summary>As the inventory shows it; replaced when the state changes.</summary>
    public VirtualMachine View { get; set; } = description;

    /// <summary>The workload row it follows.</summary>
    public int Row { get; } = row;

    /// <summary>Whether it was created for a group and helps to carry its load.</summary>
    public bool IsReplica { get; init; }

    /// <summary>The template it was made from, where that was said.</summary>
    public VmTemplate? Specification { get; init; }

    /// <summary>Index of the host it runs on, or last ran on; -1 for none.</summary>
    public int Host { get; set; } = -1;

    /// <summary>Index of the host it is moving to; -1 when it rests.</summary>
    public int MovingTo { get; set; } = -1;

    /// <summary>The migration, boot or creation under way.</summary>
    public FleetOperation? Operation { get; set; }

    /// <summary>What it was when each of its snapshots was taken in this run.</summary>
    public Dictionary<string, VirtualMachine> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>What its users ask of it, which may be more than it is able to want.</summary>
    public double OfferedMhz { get; set; }

    public double RequestedMhz { get; set; }

    public double GrantedMhz { get; set; }

    /// <summary>Wants all it may have until then, in seconds since the start.</summary>
    public double NoisyUntil { get; set; } = double.NegativeInfinity;

    /// <summary>Configured memory when it was made.</summary>
    public double FirstMemory { get; set; } = description.Memory.Value;

    /// <summary>CPU that it had when it was made, in MHz.</summary>
    public double FirstMhz { get; set; } = description.CpuCapacity.Value;

    /// <summary>Memory that its guest uses, at the last sample.</summary>
    public double MemoryInUse { get; set; }

    /// <summary>Processes that its guest's kernel has killed for want of memory.</summary>
    public long OutOfMemoryKills { get; set; }

    /// <summary>Whether its guest ever wanted nearly all its memory.</summary>
    public bool WasNearItsMemory { get; set; }

    /// <summary>Part of the network traffic that it wants and that gets through, 0 to 1, at the last sample.</summary>
    public double NetworkPart { get; set; } = 1;

    /// <summary>The same of disk traffic.</summary>
    public double DiskPart { get; set; } = 1;

    /// <summary>By how much it answers later than its processors make it, at least 1.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>Share of its requests that fail whatever its load.</summary>
    public double FailingShare { get; set; }

    /// <summary>Part of what it reads and writes that its storage lets through, 0 to 1.</summary>
    public double StorageFactor { get; set; } = 1;

    /// <summary>Part of its free memory that a leak has taken, 0 to a little more than 1.</summary>
    public double Leaked { get; set; }

    /// <summary>Whether the process that leaked was killed.</summary>
    public bool IsLeakOver { get; set; }

    /// <summary>Part of the free space of its file system that was filled, 0 to 1.</summary>
    public double Filled { get; set; }

    /// <summary>Memory lost to pressure at the last sample.</summary>
    public double BalloonedBytes { get; set; }

    public double SwappedBytes { get; set; }

    /// <summary>Running totals of received, sent, read and written bytes.</summary>
    public double[] Totals { get; } = new double[4];

    /// <summary>Deleted for good; the slot stays so that indices hold.</summary>
    public bool IsGone { get; set; }

    /// <summary>Hosts it left and has not settled on again (a peculiarity of the reference model).</summary>
    public HashSet<int>? Departures { get; set; }

    public bool IsRunning => !IsGone && View.State == PowerState.On;

    public bool IsMoving => MovingTo >= 0;
}
