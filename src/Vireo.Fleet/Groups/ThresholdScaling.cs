namespace Vireo.Fleet;

/// <summary>One more above a bound that is exceeded for a while, one less below another.</summary>
/// <param name="OutAbove">Load of a replica over <see cref="VmGroup.LoadPerReplica"/>, above which one is
/// added.</param>
/// <param name="InBelow">Below which one may go; the gap between the two is what keeps it from flapping.</param>
/// <param name="For">How long either has to last (S10).</param>
public sealed record ThresholdScaling(double OutAbove, double InBelow, TimeSpan For) : ScalingRule;
