using System.Globalization;
using System.Text.Json;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Remote;

/// <summary>Amounts and durations of the API as people say them.</summary>
internal static class HumanText
{
    private static readonly (string Word, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("min", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>What numbers below a property are, judged by its name.</summary>
    /// <param name="name">Of the property.</param>
    /// <param name="outer">What holds around it.</param>
    public static Measure MeasureOf(string name, Measure outer) => name switch
    {
        "network" or "disk" => Measure.BytesPerSecond,
        "shares" or "weight" => Measure.Plain,
        "memory" => Measure.Bytes,
        _ when name.EndsWith("Bytes", StringComparison.Ordinal) || name.EndsWith("Memory", StringComparison.Ordinal) => Measure.Bytes,
        _ when name.EndsWith("memoryCapacity", StringComparison.Ordinal) => Measure.Bytes,
        _ when name.EndsWith("networkCapacity", StringComparison.Ordinal) => Measure.BytesPerSecond,
        _ => outer,
    };

    /// <summary>A number or a duration; null when it is neither, and is shown as it is.</summary>
    public static string? Of(JsonElement value, Measure measure) => value.ValueKind switch
    {
        JsonValueKind.Number when measure == Measure.Bytes => new MemoryBytes((long)value.GetDouble()).ToText(),
        JsonValueKind.Number when measure == Measure.BytesPerSecond =>
            string.Create(CultureInfo.InvariantCulture, $"{value.GetDouble() / 1e6:0.##} MB/s"),
        JsonValueKind.String when value.GetString() is { Length: > 1 } text && char.IsAsciiDigit(text[0]) &&
            DurationText.TryParse(text, out var duration) => Duration(duration),
        _ => null,
    };

    /// <summary>A span in its two largest units: <c>4 min 10 s</c>; below a second in milliseconds.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1) && span > TimeSpan.Zero)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.#} ms");
        }

        if (span == TimeSpan.Zero)
        {
            return "0 s";
        }

        int first = Array.FindIndex(Units, unit => span >= unit.Length);
        int last = Math.Min(first + 1, Units.Length - 1);

        // Rounded to the smaller of the two, which may make the larger one full.
        var rounded = TimeSpan.FromTicks(
            (long)Math.Round((double)span.Ticks / Units[last].Length.Ticks) * Units[last].Length.Ticks);
        List<string> parts = [];
        foreach (var (word, length) in Units)
        {
            long count = rounded.Ticks / length.Ticks;
            rounded -= count * length;
            parts.AddRange(count > 0 ? [$"{count} {word}"] : []);
        }

        return string.Join(' ', parts);
    }
}
