namespace Vireo.Fleet;

/// <summary>As many replicas as keep the load of each near a target.</summary>
/// <param name="Target">Load of a replica over <see cref="VmGroup.LoadPerReplica"/>, above 0.</param>
/// <param name="Tolerance">Deviation from the target that is left alone, such as 0.1.</param>
public sealed record TargetTracking(double Target, double Tolerance) : ScalingRule;
