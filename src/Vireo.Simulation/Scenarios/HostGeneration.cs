using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>A model of host: what all hosts bought together have in common.</summary>
internal sealed record HostGeneration(
    string Name, int Cores, double CoreMhz, long Gib, double LinkBytesPerSecond, ImmutableArray<double> Watts);
