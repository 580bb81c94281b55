namespace Vireo.Fleet;

/// <summary>One raw reading as a provider gave it. A failed reading is no measurement, never a zero.</summary>
/// <param name="Series">What was measured.</param>
/// <param name="At">The hypervisor's own timestamp, not the time of arrival.</param>
/// <param name="Value">In the metric's unit; for counters the running total.</param>
public readonly record struct Measurement(SeriesKey Series, DateTimeOffset At, double Value);
