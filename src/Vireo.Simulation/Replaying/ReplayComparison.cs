using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>What two policies would have made of the same past.</summary>
/// <param name="From">Start of the window.</param>
/// <param name="To">End of the window.</param>
/// <param name="PlacedAsOf">When the placement was recorded with which both begin.</param>
/// <param name="Coverage">Share of the demand that was measured, 0 to 1.</param>
/// <param name="Notes">What was left out, one sentence each.</param>
/// <param name="Current">Under the policy in force.</param>
/// <param name="Candidate">Under the policy thought of instead.</param>
/// <param name="Verdict">Whether the change is advisable.</param>
public sealed record ReplayComparison(
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset PlacedAsOf,
    double Coverage,
    ImmutableArray<string> Notes,
    SimulationResult Current,
    SimulationResult Candidate,
    ReplayVerdict Verdict);
