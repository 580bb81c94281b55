using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>A fleet's own past, ready to be run again under any policy.</summary>
/// <param name="Scenario">The hosts and machines as they stood, following the demand that was measured.</param>
/// <param name="Before">What was measured before the window, so that forecasts begin with what they knew then.</param>
/// <param name="From">Start of the window.</param>
/// <param name="To">End of the window.</param>
/// <param name="PlacedAsOf">When the placement was recorded with which it begins.</param>
/// <param name="Coverage">Share of the demand that was measured, 0 to 1.</param>
/// <param name="Notes">What the replay leaves out, one sentence each; empty when nothing is.</param>
public sealed record RecordedHistory(
    Scenario Scenario,
    ImmutableArray<Measurement> Before,
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset PlacedAsOf,
    double Coverage,
    ImmutableArray<string> Notes);
