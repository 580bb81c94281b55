using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Vireo.Server.Configuration;

/// <summary>Durations as people write them: <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>, <c>250ms</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Reads a duration: numbers with units, largest unit first, each at most once; not negative.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        decimal ticks = 0;
        int from = 0;
        int nextUnit = 0;
        while (text is not null && from < text.Length)
        {
            if (!TryTakeNumber(text, ref from, out decimal number) || !TryTakeUnit(text, ref from, ref nextUnit, out long unit))
            {
                return false;
            }

            ticks += number * unit;
            if (ticks > long.MaxValue)
            {
                return false;
            }
        }

        duration = TimeSpan.FromTicks((long)ticks);

        return from > 0;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads the same one.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        decimal rest = Math.Abs((decimal)duration.Ticks);
        foreach (var (unit, ticks) in Units)
        {
            // What is smaller than a millisecond stays a fraction of one.
            decimal count = unit == "ms" ? rest / ticks : Math.Floor(rest / ticks);
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count:0.####}{unit}");
                rest -= count * ticks;
            }
        }

        return text.ToString();
    }

    private static bool TryTakeNumber(string text, ref int from, out decimal number)
    {
        int end = from;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        // Fifteen digits are more than any duration has, and keep the product within range.
        bool isNumber = decimal.TryParse(
            text.AsSpan(from, end - from), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
        bool isShort = end - from <= 15;
        from = end;

        return isNumber && isShort;
    }

    private static bool TryTakeUnit(string text, ref int from, ref int nextUnit, out long ticks)
    {
        int end = from;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        for (int i = nextUnit; i < Units.Length; i++)
        {
            if (text.AsSpan(from, end - from).SequenceEqual(Units[i].Unit))
            {
                from = end;
                nextUnit = i + 1;
                ticks = Units[i].Ticks;

                return true;
            }
        }

        ticks = 0;

        return false;
    }
}
