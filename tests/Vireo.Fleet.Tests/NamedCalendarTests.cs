namespace Vireo.Fleet.Tests;

public class NamedCalendarTests
{
    [Theory]
    [InlineData("2026-12-25", "2026-12-25", true)]
    [InlineData("2026-12-25", "2027-12-25", false)]
    [InlineData("12-25", "2031-12-25", true)]
    [InlineData("12-25", "2031-12-26", false)]
    [InlineData("2026-07-20..2026-08-14", "2026-08-14", true)]
    [InlineData("2026-07-20..2026-08-14", "2026-08-15", false)]
    [InlineData("2026-07-20..2026-08-14", "2027-08-01", false)]
    [InlineData("07-20..08-14", "2027-08-01", true)]
    [InlineData("12-24..01-06", "2026-12-31", true)]
    [InlineData("12-24..01-06", "2027-01-06", true)]
    [InlineData("12-24..01-06", "2027-01-07", false)]
    [InlineData("02-29", "2028-02-29", true)]
    [InlineData("02-29", "2027-03-01", false)]
    public void A_day_is_in_a_span_or_not(string span, string day, bool expected)
    {
        var read = CalendarSpan.Parse(span);

        Assert.Equal(expected, read!.Has(DateOnly.Parse(day, null)));
        Assert.Equal(span, $"{read}");
    }

    [Theory]
    [InlineData("25.12.2026")]
    [InlineData("2026-02-29")]
    [InlineData("13-01")]
    [InlineData("2026-12-25..12-31")]
    [InlineData("2026-12-25..2026-12-24")]
    [InlineData("12-01..12-02..12-03")]
    [InlineData("")]
    public void What_is_no_span_is_refused(string text) => Assert.Null(CalendarSpan.Parse(text));

    [Theory]
    [InlineData("2026-05-01", false)]
    [InlineData("2026-05-04", true)]
    [InlineData("2026-05-05", false)]
    [InlineData("2026-06-01", false)]
    public void Exceptions_go_before_the_days_that_a_schedule_is_limited_to(string day, bool expected)
    {
        var may = new NamedCalendar("may", [CalendarSpan.Parse("05-01..05-31")!]);
        var holidays = new NamedCalendar("holidays", [CalendarSpan.Parse("05-01")!]);
        var rule = new ScheduledCount("0 8 * * *", TimeSpan.FromHours(1), 2, "UTC", [new DateOnly(2026, 5, 5)])
        {
            OnlyOn = [may],
            NotOn = [holidays],
        };

        Assert.Equal(expected, rule.BeginsOn(DateOnly.Parse(day, null)));
    }
}
