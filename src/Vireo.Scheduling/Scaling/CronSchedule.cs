using System.Globalization;

namespace Vireo.Scheduling.Scaling;

/// <summary>A cron expression of five fields: minute, hour, day of month, month, day of week (0 and 7 are
/// Sunday).</summary>
/// <remarks>Lists, ranges, steps and English names, as in crontab(5): when both days are restricted, either matches. A
/// local time that a change of the clocks skips never comes; one that it repeats comes twice.</remarks>
public sealed class CronSchedule
{
    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _daysOfMonth;
    private readonly ulong _months;
    private readonly ulong _daysOfWeek;
    private readonly bool _isEitherDay;

    private CronSchedule(string[] fields)
    {
        _minutes = Read(fields[0], "minute", 0, 59, []);
        _hours = Read(fields[1], "hour", 0, 23, []);
        _daysOfMonth = Read(fields[2], "day of month", 1, 31, []);
        _months = Read(fields[3], "month", 1, 12, Months);
        _daysOfWeek = Read(fields[4], "day of week", 0, 7, Days);
        _daysOfWeek |= (_daysOfWeek >> 7) & 1;
        _isEitherDay = fields[2] != "*" && fields[4] != "*";
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">It has another form; the message names the field and what was
    /// expected.</exception>
    public static CronSchedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        return fields.Length == 5
            ? new CronSchedule(fields)
            : throw new FormatException(
                $"'{text}' has {fields.Length} fields; expected five: minute, hour, day of month, month and day of week, " +
                "such as '30 7 * * mon-fri'.");
    }

    /// <summary>Whether it names a local minute.</summary>
    public bool Matches(DateTime local)
    {
        bool day = Has(_daysOfMonth, local.Day);
        bool weekday = Has(_daysOfWeek, (int)local.DayOfWeek);

        return Has(_minutes, local.Minute) && Has(_hours, local.Hour) && Has(_months, local.Month) &&
            (_isEitherDay ? day || weekday : day && weekday);
    }

    /// <summary>The newest instant that it names within a time before another, if any.</summary>
    /// <param name="now">The other.</param>
    /// <param name="time">How far back is looked.</param>
    /// <param name="zone">In which the expression is meant.</param>
    /// <param name="isRight">Whether a day of that zone counts.</param>
    public DateTimeOffset? NewestWithin(
        DateTimeOffset now, TimeSpan time, TimeZoneInfo zone, Predicate<DateOnly> isRight)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(isRight);
        var at = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Minute.Ticks), TimeSpan.Zero);
        for (; now - at < time; at -= Minute)
        {
            var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
            if (Matches(local) && isRight(DateOnly.FromDateTime(local)))
            {
                return at;
            }
        }

        return null;
    }

    private static bool Has(ulong set, int value) => ((set >> value) & 1) == 1;

    private static ulong Read(string field, string what, int low, int high, string[] names)
    {
        ulong set = 0;
        foreach (string part in field.Split(','))
        {
            string[] halves = part.Split('/');
            int step = halves.Length == 1 ? 1 : Number(halves[1], what, 1, high, []);
            string[] ends = halves[0].Split('-');
            int from = halves[0] == "*" ? low : Number(ends[0], what, low, high, names);
            int to = halves[0] == "*" || (ends.Length == 1 && halves.Length == 2) ? high
                : ends.Length == 1 ? from
                : Number(ends[1], what, low, high, names);
            if (halves.Length > 2 || ends.Length > 2 || to < from)
            {
                throw new FormatException($"'{part}' is no {what}: expected {low} to {high}, such as *, */5, 1-5 or 1,3.");
            }

            for (int value = from; value <= to; value += step)
            {
                set |= 1UL << value;
            }
        }

        return set;
    }

    private static int Number(string text, string what, int low, int high, string[] names)
    {
        int named = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
        {
            return named + low;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high
            ? value
            : throw new FormatException($"'{text}' is no {what}: expected {low} to {high}.");
    }
}
