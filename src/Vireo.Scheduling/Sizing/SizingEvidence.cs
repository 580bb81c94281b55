namespace Vireo.Scheduling.Sizing;

/// <summary>What was measured of a machine, evenly spaced, oldest first, NaN for gaps; empty where nothing
/// was.</summary>
/// <param name="Step">Spacing of all series.</param>
/// <param name="CpuMhz">What it wanted, or used where that is not measured.</param>
/// <param name="MemoryBytes">What it used.</param>
/// <param name="ReadyRatio">Share of time it waited for a processor.</param>
/// <param name="LostBytes">Memory that was swapped or ballooned away.</param>
/// <param name="TrafficBytesPerSecond">Received and sent.</param>
public sealed record SizingEvidence(
    TimeSpan Step,
    ReadOnlyMemory<double> CpuMhz,
    ReadOnlyMemory<double> MemoryBytes,
    ReadOnlyMemory<double> ReadyRatio,
    ReadOnlyMemory<double> LostBytes,
    ReadOnlyMemory<double> TrafficBytesPerSecond)
{
    /// <summary>What its users were promised; null where nothing is promised or too little is known.</summary>
    public PromisedService? Service { get; init; }
}
