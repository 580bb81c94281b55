using System.Globalization;

namespace Vireo.Detection.Rules.Templates;

/// <summary>Numbers as people read them.</summary>
internal static class Humanize
{
    private const int Digits = 4;
    private static readonly string[] Large = ["k", "M", "G", "T", "P", "E", "Z", "Y"];
    private static readonly string[] Small = ["m", "u", "n", "p", "f", "a", "z", "y"];

    /// <summary>With a prefix of the metric system.</summary>
    public static string Metric(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return GoFormat.General(value, Digits);
        }

        (double scaled, string prefix) = Math.Abs(value) >= 1 ? Down(value, 1000, Large) : Up(value);

        return GoFormat.General(scaled, Digits) + prefix;
    }

    /// <summary>With a binary prefix.</summary>
    public static string Binary(double value)
    {
        if (Math.Abs(value) <= 1 || !double.IsFinite(value))
        {
            return GoFormat.General(value, Digits);
        }

        (double scaled, string prefix) = Down(value, 1024, Large);

        return GoFormat.General(scaled, Digits) + prefix + (prefix.Length > 0 ? "i" : "");
    }

    /// <summary>Seconds as days, hours, minutes and seconds.</summary>
    public static string Duration(double value)
    {
        if (!double.IsFinite(value))
        {
            return GoFormat.General(value, Digits);
        }

        if (value == 0)
        {
            return $"{GoFormat.General(value, Digits)}s";
        }

        if (Math.Abs(value) < 1)
        {
            (double scaled, string prefix) = Up(value);

            return $"{GoFormat.General(scaled, Digits)}{prefix}s";
        }

        string sign = value < 0 ? "-" : "";
        value = Math.Abs(value);
        long whole = value >= long.MaxValue ? long.MinValue : (long)value;
        (long days, long hours, long minutes, long seconds) =
            (whole / 86_400, whole / 3_600 % 24, whole / 60 % 60, whole % 60);

        return days != 0 ? $"{sign}{days}d {hours}h {minutes}m {seconds}s"
            : hours != 0 ? $"{sign}{hours}h {minutes}m {seconds}s"
            : minutes != 0 ? $"{sign}{minutes}m {seconds}s"
            : $"{sign}{GoFormat.General(value, Digits)}s";
    }

    /// <summary>A ratio as a percentage.</summary>
    public static string Percentage(double value) => $"{GoFormat.General(value * 100, Digits)}%";

    /// <summary>Seconds since 1970 as a date.</summary>
    public static string Timestamp(double value)
    {
        if (!double.IsFinite(value) || Math.Abs(value) > 9e9)
        {
            return GoFormat.General(value, Digits);
        }

        DateTime date = DateTime.UnixEpoch.AddMilliseconds(Math.Floor(value * 1000));
        string fraction = date.ToString("FFFFFFF", CultureInfo.InvariantCulture);

        return $"{date:yyyy-MM-dd HH:mm:ss}{(fraction.Length > 0 ? "." : "")}{fraction} +0000 UTC";
    }

    private static (double Value, string Prefix) Down(double value, double step, string[] prefixes)
    {
        string prefix = "";
        foreach (string one in prefixes)
        {
            if (Math.Abs(value) < step)
            {
                break;
            }

            (prefix, value) = (one, value / step);
        }

        return (value, prefix);
    }

    private static (double Value, string Prefix) Up(double value)
    {
        string prefix = "";
        foreach (string one in Small)
        {
            if (Math.Abs(value) >= 1)
            {
                break;
            }

            (prefix, value) = (one, value * 1000);
        }

        return (value, prefix);
    }
}
