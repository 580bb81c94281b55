using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>The changing state of one simulated host.</summary>
internal sealed class HostSlot(Host description)
{
    /// <summary>As the inventory shows it; replaced when the state changes.</summary>
    public Host View { get; set; } = description;

    public double CoreMhz { get; } = description.CpuPerCore.Value;

    public double TotalMhz { get; } = description.CpuCapacity.Value;

    /// <summary>Machines that run here or are arriving, in the order in which they are served.</summary>
    public List<int> Residents { get; } = [];

    /// <summary>CPU ratio at the last update, and at the one before.</summary>
    public double Utilisation { get; set; }

    public double PreviousUtilisation { get; set; }

    /// <summary>CPU used at the last update.</summary>
    public double UsedMhz { get; set; }

    /// <summary>Errors counted since the scenario began.</summary>
    public double Errors { get; set; }

    /// <summary>When a rising error rate began; NaN while the host is well.</summary>
    public double ErrorsSince { get; set; } = double.NaN;

    /// <summary>Part of its processors that works, 0 to 1.</summary>
    public double CpuFactor { get; set; } = 1;

    /// <summary>Part of the time in which its link works, 0 to 1.</summary>
    public double LinkFactor { get; set; } = 1;

    /// <summary>How far its clock is ahead, in seconds.</summary>
    public double ClockAhead { get; set; }

    public bool IsOn => View.State is HostState.On or HostState.Unreachable;

    /// <summary>The boot or shutdown under way.</summary>
    public FleetOperation? PowerChange { get; set; }
}
