using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>A series rolled up; intervals without a sample are absent.</summary>
/// <param name="Key">What is measured.</param>
/// <param name="Resolution">Length of every interval.</param>
/// <param name="Points">Oldest first.</param>
public sealed record RollupSeries(
    SeriesKey Key, RollupResolution Resolution, IReadOnlyList<RollupPoint> Points);
