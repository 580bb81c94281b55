namespace Vireo.Fleet;

/// <summary>As many replicas as the forecast's bound needs by the time that new ones could serve.</summary>
/// <param name="Quantile">Of the forecast that has to be carried, 0 to 1.</param>
public sealed record PredictiveScaling(double Quantile) : ScalingRule;
