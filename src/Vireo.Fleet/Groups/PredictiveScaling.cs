using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>As many replicas as the forecast's bound needs by the time that new ones could serve.</summary>
/// <param name="Quantile">Of the forecast that has to be carried, 0 to 1.</param>
public sealed record PredictiveScaling(double Quantile) : ScalingRule
{
    /// <summary>The part of what each replica carries that is kept free for what nobody can foresee, 0 to below 1: a
    /// crowd that comes faster than a replica starts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Reserve { get; init; }
}
