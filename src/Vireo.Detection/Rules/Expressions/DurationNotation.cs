namespace Vireo.Detection.Rules.Expressions;

/// <summary>Durations such as <c>5m</c>, <c>1h30m</c> or <c>500ms</c>: units from the largest to the smallest, each
/// once.</summary>
public static class DurationNotation
{
    private static readonly (string Unit, long Milliseconds)[] Units =
    [
        ("y", 365L * 86_400_000), ("w", 7L * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s",
            1_000), ("ms", 1),
    ];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text; <c>0</c> needs no unit.</param>
    /// <param name="milliseconds">Its length.</param>
    public static bool TryParse(string text, out long milliseconds)
    {
        milliseconds = 0;
        if (text == "0")
        {
            return true;
        }

        int at = 0;
        int unit = 0;
        while (at < text.Length)
        {
            int digits = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            int letters = at;
            while (at < text.Length && char.IsAsciiLetterLower(text[at]))
            {
                at++;
            }

            if (!long.TryParse(text.AsSpan(digits, letters - digits), out long count))
            {
                return false;
            }

            string name = text[letters..at];
            int found = Array.FindIndex(Units, unit, one => one.Unit == name);
            if (found < 0 || count > long.MaxValue / 4 / Units[found].Milliseconds)
            {
                return false;
            }

            milliseconds += count * Units[found].Milliseconds;
            unit = found + 1;
        }

        return text.Length > 0;
    }

    /// <summary>Writes a duration.</summary>
    public static string Format(long milliseconds)
    {
        if (milliseconds == 0)
        {
            return "0s";
        }

        string text = "";
        foreach ((string unit, long length) in Units)
        {
            if (milliseconds >= length && (length < 86_400_000 || milliseconds % length == 0))
            {
                text += $"{milliseconds / length}{unit}";
                milliseconds %= length;
            }
        }

        return text;
    }
}
