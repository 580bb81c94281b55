using System.Globalization;

namespace Vireo.Fleet;

/// <summary>Days of a calendar: one or several in a row, of one year or of every year.</summary>
/// <param name="From">The first day; of a yearly span only month and day count.</param>
/// <param name="To">The last day, not before the first; of a yearly span it may be, and then the turn of the year lies
/// between.</param>
/// <param name="IsYearly">Whether it recurs every year.</param>
public sealed record CalendarSpan(DateOnly From, DateOnly To, bool IsYearly)
{
    /// <summary>Separates the first day from the last.</summary>
    public const string Separator = "..";

    // A leap year, so that every day of a year can be written.
    private const int AnyYear = 2000;

    /// <summary>Whether a day is in it; 29 February only in leap years.</summary>
    public bool Has(DateOnly day)
    {
        if (!IsYearly)
        {
            return day >= From && day <= To;
        }

        var inAnyYear = new DateOnly(AnyYear, day.Month, day.Day);

        return From <= To ? inAnyYear >= From && inAnyYear <= To : inAnyYear >= From || inAnyYear <= To;
    }

    /// <summary>Reads <c>2026-12-25</c>, <c>12-25</c> for every year, or two of a kind with <c>..</c> between
    /// them.</summary>
    /// <returns>Null when it has another form or ends before it begins.</returns>
    public static CalendarSpan? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] ends = text.Split(Separator);
        if (ends.Length > 2 || Day(ends[0]) is not { } from || Day(ends[^1]) is not { } to || from.IsYearly != to.IsYearly)
        {
            return null;
        }

        return from.IsYearly || from.Day <= to.Day ? new CalendarSpan(from.Day, to.Day, from.IsYearly) : null;
    }

    /// <summary>In the form in which it is read.</summary>
    public override string ToString()
    {
        string format = IsYearly ? "MM-dd" : "yyyy-MM-dd";
        string from = From.ToString(format, CultureInfo.InvariantCulture);

        return From == To ? from : from + Separator + To.ToString(format, CultureInfo.InvariantCulture);
    }

    private static (DateOnly Day, bool IsYearly)? Day(string text) =>
        Exactly(text, "yyyy-MM-dd") is { } day ? (day, false)
        : Exactly($"{AnyYear}-{text}", "yyyy-MM-dd") is { } yearly ? (yearly, true)
        : null;

    private static DateOnly? Exactly(string text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
