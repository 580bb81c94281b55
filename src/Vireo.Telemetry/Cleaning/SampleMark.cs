using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>Something cleaning noticed; kept beside the data so that the quality of a window can tell.</summary>
/// <param name="Series">Whose sample.</param>
/// <param name="At">When, by the provider's clock.</param>
/// <param name="Kind">What was noticed.</param>
public readonly record struct SampleMark(SeriesKey Series, DateTimeOffset At, MarkKind Kind);
