namespace Vireo.Fleet;

/// <summary>Times at which what disturbs somebody may be done (S17).</summary>
/// <param name="Cron">When it opens: minute, hour, day of month, month, day of week.</param>
/// <param name="Lasts">How long it stays open.</param>
/// <param name="TimeZone">In which the times are meant, such as <c>Europe/Berlin</c>.</param>
public sealed record ChangeWindow(string Cron, TimeSpan Lasts, string TimeZone);
