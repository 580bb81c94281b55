using System.Collections.Immutable;

namespace Vireo.Control;

/// <summary>One figure that a loop knows of itself, as a series has it.</summary>
/// <param name="Name">In the form of Prometheus.</param>
/// <param name="Help">What it says.</param>
/// <param name="Value">Now.</param>
/// <param name="Labels">The cluster, and what else tells it from its like.</param>
public sealed record LoopFigure(
    string Name, string Help, double Value, ImmutableArray<(string Name, string Value)> Labels);
