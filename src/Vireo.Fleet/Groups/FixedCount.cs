namespace Vireo.Fleet;

/// <summary>So many replicas, always.</summary>
public sealed record FixedCount(int Replicas) : ScalingRule;
