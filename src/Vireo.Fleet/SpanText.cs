namespace Vireo.Fleet;

/// <summary>Spans of time in the words of people.</summary>
public static class SpanText
{
    /// <summary>A span in its two largest units, to the second: <c>10 min</c>, <c>2 min 45 s</c>, <c>1 d 4 h</c>.</summary>
    public static string InWords(this TimeSpan span)
    {
        var whole = TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));

        return whole switch
        {
            { Ticks: < 0 } => $"-{whole.Negate().InWords()}",
            { TotalMinutes: < 1 } => $"{whole.Seconds} s",
            { TotalHours: < 1 } => Two(whole.Minutes, "min", whole.Seconds, "s"),
            { TotalDays: < 1 } => Two(whole.Hours, "h", whole.Minutes, "min"),
            _ => Two(whole.Days, "d", whole.Hours, "h"),
        };
    }

    private static string Two(int large, string unit, int small, string smallUnit) =>
        small == 0 ? $"{large} {unit}" : $"{large} {unit} {small} {smallUnit}";
}
