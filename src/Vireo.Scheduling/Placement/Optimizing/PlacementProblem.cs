using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;
using Vireo.Scheduling.Placement.Wishes;

namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>A placement to improve, in arrays: hosts and machines by position, demand machine-major by step.</summary>
/// <remarks>The objective is the expected cost over the horizon in watt-hours: what the hosts draw, the CPU that is
/// asked for and expected not to be served, wishes that are broken, and the moves. Rules, memory and the CPU bound are hard.</remarks>
public sealed record PlacementProblem
{
    /// <summary>Steps of the horizon, at least one.</summary>
    public required int Steps { get; init; }

    /// <summary>Length of the horizon.</summary>
    public required double HorizonHours { get; init; }

    /// <summary>MHz per machine and step: machine times <see cref="Steps"/> plus step.</summary>
    public required double[] MedianMhz { get; init; }

    /// <summary>MHz²: squared distance from the median to the quantile that must fit, laid out like the
    /// median.</summary>
    public required double[] SpreadSquared { get; init; }

    /// <summary>Which machines peak together; null where all are independent.</summary>
    public PeakGroups? Together { get; init; }

    /// <summary>Standard deviations between the median and the quantile that must fit.</summary>
    public required double QuantileDeviations { get; init; }

    /// <summary>Configured memory of each machine, bytes; hard.</summary>
    public required long[] MemoryBytes { get; init; }

    /// <summary>What each machine is promised of a host's link and disks, bytes per second: machine times two, plus 0 or 1;
    /// null where nothing is promised. Hard.</summary>
    public double[]? Bandwidth { get; init; }

    /// <summary>What each host may promise, laid out like the promises; infinite where it is not known.</summary>
    public double[] BandwidthCapacity { get; init; } = [];

    /// <summary>What each machine is forecast to want of a host's link and disks, bytes per second, laid out like the promises;
    /// null where nothing is known. Hard for hosts that receive.</summary>
    public double[]? Traffic { get; init; }

    /// <summary>Squared distance to the quantile that must fit, laid out like the traffic.</summary>
    public double[] TrafficSpreadSquared { get; init; } = [];

    /// <summary>What each host may be forecast to carry, laid out like the traffic; infinite where its capacity is not
    /// known.</summary>
    public double[] TrafficLimit { get; init; } = [];

    /// <summary>What moving each machine costs, watt-hours.</summary>
    public required double[] MoveWattHours { get; init; }

    /// <summary>Where each machine is; -1 where it has no place yet and needs one.</summary>
    public required int[] Current { get; init; }

    /// <summary>Whether each machine may be moved.</summary>
    public required bool[] IsMovable { get; init; }

    /// <summary>Cluster, provider and CPU features of each machine, as a number.</summary>
    public required int[] MachineClass { get; init; }

    /// <summary>Whether a machine of one class may go to a host of another: machine class, host class.</summary>
    public required bool[,] ClassFits { get; init; }

    /// <summary>For each machine the groups of which no two members share a host; null for none.</summary>
    public required int[]?[] ApartGroups { get; init; }

    /// <summary>For each machine the groups of which no two members share a fault domain; null for none.</summary>
    public int[]?[]? ApartDomainGroups { get; init; }

    /// <summary>Number of the fault domain of each host; empty where no rule asks.</summary>
    public int[] DomainOf { get; init; } = [];

    /// <summary>What gives way where it costs more than it is worth.</summary>
    public WishTable Wishes { get; init; } = WishTable.None;

    /// <summary>For each machine the hosts it must not go to, ascending; null for none.</summary>
    public required int[]?[] ForbiddenHosts { get; init; }

    /// <summary>For each machine the only hosts it may go to, ascending; null for any.</summary>
    public required int[]?[] OnlyHosts { get; init; }

    /// <summary>CPU of each host, MHz.</summary>
    public required double[] CpuMhz { get; init; }

    /// <summary>How far each host's CPU may be filled at the quantile, MHz.</summary>
    public required double[] CpuLimitMhz { get; init; }

    /// <summary>Memory of each host that may be filled, bytes.</summary>
    public required long[] MemoryCapacity { get; init; }

    /// <summary>Power of each host against its CPU ratio.</summary>
    public required PowerCurve[] Power { get; init; }

    /// <summary>What each host draws when nothing is on it: 0 where it may be switched off.</summary>
    public required double[] RestWatts { get; init; }

    /// <summary>Whether each host may receive machines.</summary>
    public required bool[] IsOpen { get; init; }

    /// <summary>Whether each host may be emptied in order to be switched off.</summary>
    public required bool[] MayEmpty { get; init; }

    /// <summary>Cluster, provider and CPU features of each host, as a number.</summary>
    public required int[] HostClass { get; init; }

    /// <summary>What one MHz that is asked for and not served for an hour costs, watt-hours.</summary>
    public required double UnservedWattHoursPerMhzHour { get; init; }

    /// <summary>Hosts that carry something at the least.</summary>
    public required int MinimumOccupied { get; init; }

    /// <summary>Most machines that may end elsewhere than they are.</summary>
    public required int MostMoves { get; init; }

    /// <summary>How many neighbourhoods are tried; more give a better plan, fewer a valid one.</summary>
    public required int Neighbourhoods { get; init; }

    /// <summary>Of every random choice.</summary>
    public required int Seed { get; init; }

    /// <summary>How many hosts.</summary>
    public int Hosts => CpuMhz.Length;

    /// <summary>How many machines.</summary>
    public int Machines => MemoryBytes.Length;
}
