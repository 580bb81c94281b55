namespace Vireo.Detection.Anomalies;

/// <summary>What a detector says of one instant, from that instant and earlier ones only.</summary>
/// <param name="Score">How unusual, 0 to 1; at least one half where something unusual begins.</param>
/// <param name="IsAlert">Whether a person should look.</param>
public readonly record struct Anomaly(double Score, bool IsAlert)
{
    /// <summary>Nothing is said: too little is known, or nothing was measured.</summary>
    public static readonly Anomaly None;
}
