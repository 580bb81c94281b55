using System.Globalization;

namespace Vireo.Server.Dashboard.Text;

/// <summary>Numbers, times and amounts as the dashboard writes them: short, with a unit, absent as a dash.</summary>
public static class Format
{
    /// <summary>What stands for a value nobody knows; never a zero.</summary>
    public const string Unknown = "–";

    private const int RevisionDigits = 10;
    private const string ThinSpace = "\u202f";

    private static readonly string[] BinaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>A ratio as a percentage, e.g. 0.634 as <c>63 %</c>.</summary>
    public static string Ratio(double? ratio) =>
        ratio is { } known && double.IsFinite(known) ? $"{Number(known * 100, 0)}{ThinSpace}%" : Unknown;

    /// <summary>Processor amounts, in GHz from one GHz on.</summary>
    public static string Cpu(double? mhz) => mhz switch
    {
        null or double.NaN => Unknown,
        >= 1000 => $"{Number(mhz.Value / 1000, mhz >= 100_000 ? 0 : 1)}{ThinSpace}GHz",
        _ => $"{Number(mhz.Value, 0)}{ThinSpace}MHz",
    };

    /// <summary>A short time, given in seconds.</summary>
    public static string Milliseconds(double seconds) =>
        $"{Number(1_000 * seconds, seconds < 0.01 ? 1 : 0)}{ThinSpace}ms";

    /// <summary>Bytes with a binary prefix.</summary>
    public static string Bytes(double? bytes)
    {
        if (bytes is not { } amount || !double.IsFinite(amount))
        {
            return Unknown;
        }

        int unit = 0;
        while (Math.Abs(amount) >= 1024 && unit < BinaryUnits.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        return $"{Number(amount, amount >= 100 || unit == 0 ? 0 : 1)}{ThinSpace}{BinaryUnits[unit]}";
    }

    /// <summary>Electrical power.</summary>
    public static string Power(double? watts) => watts switch
    {
        null or double.NaN => Unknown,
        >= 1000 => $"{Number(watts.Value / 1000, 2)}{ThinSpace}kW",
        _ => $"{Number(watts.Value, 0)}{ThinSpace}W",
    };

    /// <summary>Electrical energy.</summary>
    public static string Energy(double wattHours) => Math.Abs(wattHours) >= 1000
        ? $"{Number(wattHours / 1000, Math.Abs(wattHours) >= 100_000 ? 0 : 1)}{ThinSpace}kWh"
        : $"{Number(wattHours, Math.Abs(wattHours) < 10 ? 1 : 0)}{ThinSpace}Wh";

    /// <summary>A span in its two largest units, e.g. <c>2 h 5 min</c>.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "under a second",
        { TotalMinutes: < 1 } => $"{span.Seconds} s",
        { TotalHours: < 1 } => $"{span.Minutes} min",
        { TotalDays: < 1 } => span.Minutes == 0 ? $"{span.Hours} h" : $"{span.Hours} h {span.Minutes} min",
        _ => span.Hours == 0 ? $"{span.Days} d" : $"{span.Days} d {span.Hours} h",
    };

    /// <summary>How long ago, or how soon, something is from an instant.</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalSeconds: < -1 } ahead => $"in {Duration(-ahead)}",
        { TotalSeconds: < 1 } => "now",
        var ago => $"{Duration(ago)} ago",
    };

    /// <summary>The time of day, UTC.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Day and time, UTC, e.g. <c>Tue 14 Jan 14:05</c>.</summary>
    public static string DayTime(DateTimeOffset at) =>
        at.UtcDateTime.ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day, UTC.</summary>
    public static string Day(DateTimeOffset at) =>
        at.UtcDateTime.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>For the <c>datetime</c> attribute of <c>time</c> elements.</summary>
    public static string Machine(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A version with its revision cut to what is still unique.</summary>
    public static string Version(string version)
    {
        int revision = version.IndexOf('+', StringComparison.Ordinal) + 1;

        return revision > 0 && version.Length - revision > RevisionDigits ? version[..(revision + RevisionDigits)] : version;
    }

    /// <summary>A count with its noun, e.g. <c>1 action</c>, <c>3 actions</c>.</summary>
    public static string Count(int count, string noun) => $"{Number(count, 0)} {noun}{(count == 1 ? "" : "s")}";

    private static string Number(double value, int decimals) =>
        value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
}
