namespace Vireo.Telemetry.Cleaning;

/// <summary>What is known about a window beside its values.</summary>
/// <param name="Age">From the newest sample to the end of the window.</param>
/// <param name="Present">Points that hold a sample.</param>
/// <param name="PointsBeforeBirth">Leading points before the first sample ever: a young series is no gap.</param>
/// <param name="Samples">Samples in the window; several may share a point.</param>
/// <param name="Outliers">Samples marked as outliers.</param>
/// <param name="Impossible">Samples that were rejected as impossible.</param>
public readonly record struct QualityEvidence(
    TimeSpan Age, int Present, int PointsBeforeBirth, int Samples, int Outliers, int Impossible);
