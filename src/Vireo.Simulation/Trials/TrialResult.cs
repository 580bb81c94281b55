using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Simulation.Trials;

/// <summary>What came of a trial.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Shows">What it shows.</param>
/// <param name="SimulatedSeconds">Virtual time covered; 0 for a single decision.</param>
/// <param name="Decisions">How many were taken.</param>
/// <param name="Findings">One for each expectation.</param>
public sealed record TrialResult(
    string Scenario, string Shows, double SimulatedSeconds, long Decisions, ImmutableArray<TrialFinding> Findings)
{
    /// <summary>Whether all expectations held.</summary>
    [JsonPropertyName("held")]
    public bool IsHeld => Findings.All(finding => finding.IsHeld);

    /// <summary>As JSON, keys in snake case as in every result of a simulation.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SimulationJsonContext.Default.TrialResult);
}
