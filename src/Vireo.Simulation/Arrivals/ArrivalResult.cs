using System.Text.Json;

namespace Vireo.Simulation.Arrivals;

/// <summary>What came of placing a trace of arrivals; all but the times is the same for the same options on any
/// machine.</summary>
/// <param name="Policy">How hosts were chosen.</param>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Seed">Of the lifetimes within their bins.</param>
/// <param name="Hosts">Hosts that there were; 0 when as many as needed.</param>
/// <param name="Vms">Machines that arrived.</param>
/// <param name="SimulatedSeconds">Time covered.</param>
/// <param name="WallSeconds">Real time it took.</param>
/// <param name="MeanNonEmptyHosts">Hosts that carry something, mean over the five-minute instants after the first
/// day.</param>
/// <param name="MeanLimitHosts">What divisible machines would need, the larger of cores and memory, likewise.</param>
/// <param name="LimitRatio">The first over the second.</param>
/// <param name="PeakHosts">Most hosts at once after the first day.</param>
/// <param name="Migrations">Machines moved to empty hosts.</param>
/// <param name="MigrationRatio">Of all that arrived.</param>
/// <param name="Unplaced">Machines that found no host.</param>
/// <param name="PlacementMedianMicroseconds">Real time of one placement.</param>
/// <param name="PlacementP99Microseconds">Of ninety-nine in a hundred at the most.</param>
public sealed record ArrivalResult(
    string Policy,
    string Scenario,
    long Seed,
    int Hosts,
    int Vms,
    double SimulatedSeconds,
    double WallSeconds,
    double MeanNonEmptyHosts,
    double MeanLimitHosts,
    double LimitRatio,
    int PeakHosts,
    int Migrations,
    double MigrationRatio,
    int Unplaced,
    double PlacementMedianMicroseconds,
    double PlacementP99Microseconds)
{
    /// <summary>The result as JSON, named as in every simulation.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SimulationJsonContext.Default.ArrivalResult);
}
