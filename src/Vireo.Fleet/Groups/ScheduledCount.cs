using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>At least so many replicas at certain times.</summary>
/// <param name="Cron">When a window begins: minute, hour, day of month, month, day of week.</param>
/// <param name="Lasts">How long it is open, at most seven days.</param>
/// <param name="Replicas">Wanted while it is open.</param>
/// <param name="TimeZone">In which the times are meant, such as <c>Europe/Berlin</c>.</param>
/// <param name="Except">Days, in that zone, on which no window begins.</param>
public sealed record ScheduledCount(
    string Cron, TimeSpan Lasts, int Replicas, string TimeZone, ImmutableArray<DateOnly> Except) : ScalingRule;
