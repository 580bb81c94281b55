using System.Text.Json.Serialization;

namespace Vireo.Simulation.Trials;

/// <summary>One expectation, and what came of it.</summary>
/// <param name="Expectation">What was expected, in words.</param>
/// <param name="Measured">What was measured instead, or as well.</param>
/// <param name="IsHeld">Whether it held.</param>
public sealed record TrialFinding(
    string Expectation, string Measured, [property: JsonPropertyName("held")] bool IsHeld);
