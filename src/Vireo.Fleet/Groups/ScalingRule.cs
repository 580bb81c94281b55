using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>One wish about the number of replicas, as data.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(FixedCount), "fixed")]
[JsonDerivedType(typeof(ScheduledCount), "schedule")]
[JsonDerivedType(typeof(ThresholdScaling), "threshold")]
[JsonDerivedType(typeof(TargetTracking), "target")]
[JsonDerivedType(typeof(MetricTracking), "metric")]
[JsonDerivedType(typeof(PredictiveScaling), "predictive")]
public abstract record ScalingRule;
